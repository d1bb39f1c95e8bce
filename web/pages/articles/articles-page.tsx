import { Group, NativeSelect, Stack } from '@mantine/core'
import { IconArticle, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { EmptyState } from '../../shared/empty-state.tsx'
import { ButtonLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { PagedTable, rowsOf } from '../../shared/paged-table.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { SearchBox } from '../../shared/search-box.tsx'
import { selectionColumn } from '../../shared/selection-column.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { articles as words } from '../../texts/en/articles.ts'
import { articleColumns } from './article-columns.tsx'
import { BulkBar } from './bulk-bar.tsx'

const route = getRouteApi('/shell/projects/$project/articles')
const choices = (known: Readonly<Record<string, string>>) =>
  Object.entries(known).map(([value, label]) => ({ value, label }))

/** The articles of a project, and where each of them is. */
export function ArticlesPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const filter = route.useSearch()
  const go = route.useNavigate()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const set = (change: Readonly<Record<string, string>>): void => {
    setSelected(new Set())
    const merged = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== '')
    void go({ search: Object.fromEntries(merged), replace: true })
  }
  const list = useInfiniteQuery(
    orpc.articles.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        project,
        order: 'updated' as const,
        ...filter,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  const rows = rowsOf(list)
  const ids = (rows ?? []).map(({ id }) => id)
  const targets = useQueries({
    queries: (list.data?.pages ?? []).map(({ items }) =>
      orpc.publications.targets.queryOptions({ input: { project, articles: items.map(({ id }) => id) } }),
    ),
  })
  const isKnown = targets.every(({ data }) => data !== undefined)
  const known = isKnown ? targets.flatMap(({ data }) => data?.targets ?? []) : undefined
  const isFiltered = filter.search !== undefined || filter.state !== undefined
  const newLink = (
    <ButtonLink
      to="/projects/$project/articles/new"
      params={{ project }}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {words.new}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={words.title} text={words.text}>
        {mayEdit && (
          <>
            <ButtonLink variant="default" to="/projects/$project/articles/import" params={{ project }}>
              {words.importFiles}
            </ButtonLink>
            {newLink}
          </>
        )}
      </PageHeader>
      <Stack gap="md">
        {(isFiltered || ids.length > 0) && (
          <Group align="flex-end" role="search">
            <SearchBox label={words.search} value={filter.search ?? ''} onSearch={(search) => set({ search })} />
            <NativeSelect
              label={words.state}
              data={[{ value: '', label: words.every }, ...choices(words.states)]}
              value={filter.state ?? ''}
              onChange={({ currentTarget: { value } }) => set({ state: value })}
            />
            <NativeSelect
              label={words.order}
              data={choices(words.orders)}
              value={filter.order ?? 'updated'}
              onChange={({ currentTarget: { value } }) => set({ order: value })}
            />
          </Group>
        )}
        {mayEdit && (
          <BulkBar
            selected={(rows ?? []).filter(({ id }) => selected.has(id))}
            onClear={() => setSelected(new Set())}
          />
        )}
        <PagedTable
          query={list}
          caption={words.caption}
          columns={[
            ...(mayEdit && rows !== undefined
              ? [
                  selectionColumn({
                    ...{ rows, selected, onSelect: setSelected, labelAll: words.selectAll },
                    label: ({ title }) => words.select(plain(title, 80)),
                  }),
                ]
              : []),
            ...articleColumns(project, known),
          ]}
          rowKey={({ id }) => id}
          empty={
            <EmptyState
              Icon={IconArticle}
              title={isFiltered ? words.noneFound : words.none}
              text={isFiltered ? words.noneFoundText : words.noneText}
            >
              {!isFiltered && mayEdit && newLink}
            </EmptyState>
          }
        />
      </Stack>
    </>
  )
}

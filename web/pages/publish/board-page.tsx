import { Button, Chip, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { type Inputs, orpc } from '../../api/client.ts'
import { EmptyState } from '../../shared/empty-state.tsx'
import { LinkButton } from '../../shared/link-button.tsx'
import { ButtonLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { PagedTable, rowsOf } from '../../shared/paged-table.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { SearchBox } from '../../shared/search-box.tsx'
import { selectionColumn } from '../../shared/selection-column.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { publication } from '../../texts/en/publication.ts'
import { board as words } from '../../texts/en/publish.ts'
import { ActionBar } from './action-bar.tsx'
import { publicationColumns } from './publication-columns.tsx'
import type { BoardSearch } from './routes.ts'

type State = keyof typeof publication.states
type Filter = Pick<Inputs['publications']['board'], 'articles' | 'connections' | 'search'>

const route = getRouteApi('/shell/projects/$project/board')
const isState = (name: string): name is State => Object.hasOwn(publication.states, name)

/** Every publication of the project, by state, with what can be done to many. */
export function BoardPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const filter = route.useSearch()
  const go = route.useNavigate()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const set = (change: BoardSearch): void => {
    setSelected(new Set())
    const merged = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== '')
    void go({ search: Object.fromEntries(merged), replace: true })
  }
  const narrowed: Filter = {
    ...(filter.search === undefined ? {} : { search: filter.search }),
    ...(filter.connection === undefined ? {} : { connections: [filter.connection] }),
    ...(filter.article === undefined ? {} : { articles: [filter.article] }),
  }
  const state = filter.state !== undefined && isState(filter.state) ? filter.state : null
  const list = useInfiniteQuery(
    orpc.publications.board.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...{ project, limit: 100, ...narrowed },
        ...(state === null ? {} : { states: [state] }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  const counts = useQuery({
    ...orpc.publications.counts.queryOptions({ input: { project, ...narrowed } }),
    placeholderData: keepPreviousData,
  })
  const sites = useQuery(orpc.fleet.list.queryOptions({ input: { project, limit: 500 } }))
  const rows = rowsOf(list)
  const counted = counts.data?.counts ?? []
  const all = counted.reduce((sum, { count }) => sum + count, 0)
  const isFiltered = Object.keys(filter).length > 0
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <Stack gap="md">
        {(isFiltered || all > 0) && (
          <>
            <Group align="flex-end" role="search">
              <SearchBox label={words.search} value={filter.search ?? ''} onSearch={(search) => set({ search })} />
              <NativeSelect
                label={words.connection}
                data={[
                  { value: '', label: words.every },
                  ...(sites.data?.items ?? []).map(({ id, name }) => ({ value: id, label: plain(name, 60) })),
                ]}
                value={filter.connection ?? ''}
                onChange={({ currentTarget: { value } }) => set({ connection: value })}
              />
            </Group>
            {filter.article !== undefined && (
              <Text size="sm">
                {words.onlyArticle}
                <LinkButton onClick={() => set({ article: '' })}>{words.showAll}</LinkButton>
              </Text>
            )}
            <Chip.Group value={state ?? ''} onChange={(value) => set({ state: String(value) })}>
              <Group gap="xs" role="radiogroup" aria-label={words.states}>
                <Chip value="" size="sm">
                  {words.everyState(all)}
                </Chip>
                {counted.map(({ state: name, count }) => (
                  <Chip key={name} value={name} size="sm">
                    {words.stateCount(publication.states[name], count)}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </>
        )}
        {mayEdit && selected.size > 0 && (
          <Group gap="xs" role="toolbar" aria-label={words.selected(selected.size)}>
            <Text size="sm" fw={600}>
              {words.selected(selected.size)}
            </Text>
            <ActionBar rows={(rows ?? []).filter(({ id }) => selected.has(id))} />
            <Button size="xs" variant="subtle" onClick={() => setSelected(new Set())}>
              {words.clearSelection}
            </Button>
          </Group>
        )}
        <PagedTable
          query={list}
          caption={words.caption}
          columns={[
            ...(mayEdit && rows !== undefined
              ? [
                  selectionColumn({
                    ...{ rows, selected, onSelect: setSelected, labelAll: words.selectAll },
                    label: ({ article, connection }) =>
                      words.select(plain(article.title, 60), plain(connection.name, 60)),
                  }),
                ]
              : []),
            ...publicationColumns(project),
          ]}
          rowKey={({ id }) => id}
          empty={
            <EmptyState
              Icon={IconSend}
              title={isFiltered ? words.noneFound : words.none}
              text={isFiltered ? words.noneFoundText : words.noneText}
            >
              {!isFiltered && (
                <ButtonLink to="/projects/$project/articles" params={{ project }}>
                  {words.articles}
                </ButtonLink>
              )}
            </EmptyState>
          }
        />
      </Stack>
    </>
  )
}

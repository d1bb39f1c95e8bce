import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { client, orpc } from '../../api/client.ts'
import { EmptyState } from '../../shared/empty-state.tsx'
import type { FleetRow } from '../../shared/fleet-columns.tsx'
import { ButtonLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { PagedTable, rowsOf } from '../../shared/paged-table.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { saveFile } from '../../shared/save-file.ts'
import { SearchBox } from '../../shared/search-box.tsx'
import { selectionColumn } from '../../shared/selection-column.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useRegainedFocus } from '../../shared/use-regained-focus.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { connections as words } from '../../texts/en/connections.ts'
import { health } from '../../texts/en/health.ts'
import { BulkBar } from './bulk-bar.tsx'
import { connectionColumns } from './connection-columns.tsx'
import type { ConnectionsSearch } from './routes.ts'

const route = getRouteApi('/shell/projects/$project/connections')
const choices = (known: Readonly<Record<string, string>>) => [
  { value: '', label: words.every },
  ...Object.entries(known).map(([value, label]) => ({ value, label })),
]

/** The connections of a project, with what can be done to many of them. */
export function ConnectionsPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const filter = route.useSearch()
  const go = route.useNavigate()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const set = (change: ConnectionsSearch): void => {
    setSelected(new Set())
    const merged = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== '')
    void go({ search: Object.fromEntries(merged), replace: true })
  }
  const list = useInfiniteQuery(
    orpc.fleet.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        project,
        limit: 200,
        ...filter,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  // Of all connections, also of those that are not loaded yet.
  const summary = useQuery(orpc.fleet.summary.queryOptions({ input: { project } }))
  const save = useOperation(async () => await client.connections.export({ project }), {
    onDone: ({ content }) => saveFile('connections.csv', 'text/csv', content),
    done: () => words.exported,
  })
  const rows = rowsOf(list)
  const selection = (all: readonly FleetRow[]) =>
    selectionColumn({
      ...{ rows: all, selected, onSelect: setSelected, labelAll: words.selectAll },
      label: ({ name }) => words.select(plain(name, 80)),
    })
  // Only what is seen: rows of the filter before may still stand there.
  const chosen = (rows ?? []).flatMap(({ id }) => (selected.has(id) ? [id] : []))
  // With the last row that is selected, the bar of what can be done with them goes.
  const table = useRegainedFocus<HTMLDivElement>(chosen.length === 0)
  const isFiltered = Object.keys(filter).length > 0
  const groups = (summary.data?.facets.group ?? []).flatMap(({ value }) => value ?? []).sort()
  const known = filter.group === undefined || groups.includes(filter.group) ? groups : [filter.group, ...groups]
  return (
    <>
      <PageHeader title={words.title} text={words.text}>
        {rows !== undefined && rows.length > 0 && (
          <Button variant="default" onClick={() => save.mutate(undefined)} loading={save.isPending}>
            {words.exportFile}
          </Button>
        )}
        {mayEdit && (
          <>
            <ButtonLink variant="default" to="/projects/$project/connections/import" params={{ project }}>
              {words.importFile}
            </ButtonLink>
            <ButtonLink
              to="/projects/$project/connections/new"
              params={{ project }}
              leftSection={<IconPlus size={18} aria-hidden />}
            >
              {words.connect}
            </ButtonLink>
          </>
        )}
      </PageHeader>
      <Stack gap="md">
        {(isFiltered || (rows?.length ?? 0) > 0) && (
          <Group align="flex-end" role="search">
            <SearchBox label={words.search} value={filter.search ?? ''} onSearch={(search) => set({ search })} />
            <NativeSelect
              label={words.verdict}
              data={choices(health.verdicts)}
              value={filter.verdict ?? ''}
              onChange={({ currentTarget: { value } }) => set({ verdict: value })}
            />
            <NativeSelect
              label={words.kind}
              data={choices(health.kinds)}
              value={filter.kind ?? ''}
              onChange={({ currentTarget: { value } }) => set({ kind: value })}
            />
            {known.length > 0 && (
              <NativeSelect
                label={words.group}
                data={choices(Object.fromEntries(known.map((name) => [name, plain(name, 60)])))}
                value={filter.group ?? ''}
                onChange={({ currentTarget: { value } }) => set({ group: value })}
              />
            )}
          </Group>
        )}
        {mayEdit && <BulkBar selected={chosen} onClear={() => setSelected(new Set())} />}
        <div ref={table} tabIndex={-1}>
          <PagedTable
            query={list}
            caption={words.caption}
            columns={mayEdit && rows !== undefined ? [selection(rows), ...connectionColumns] : connectionColumns}
            rowKey={({ id }) => id}
            empty={
              <EmptyState
                Icon={IconPlugConnected}
                title={isFiltered ? words.noneFound : words.none}
                text={isFiltered ? words.noneFoundText : words.noneText}
              >
                {!isFiltered && mayEdit && (
                  <ButtonLink to="/projects/$project/connections/new" params={{ project }}>
                    {words.connect}
                  </ButtonLink>
                )}
              </EmptyState>
            }
          />
        </div>
      </Stack>
    </>
  )
}

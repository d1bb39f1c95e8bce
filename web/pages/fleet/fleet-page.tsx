import { Button, Group, Stack } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { orpc } from '../../api/client.ts'
import { EmptyState } from '../../shared/empty-state.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { PagedTable, rowsOf } from '../../shared/paged-table.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { SearchBox } from '../../shared/search-box.tsx'
import { ListSkeleton } from '../../shared/skeletons.tsx'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'
import { FleetChanges } from './fleet-changes.tsx'
import { fleetList } from './fleet-list.ts'
import { FleetMap } from './fleet-map.tsx'
import { FleetNumbers } from './fleet-numbers.tsx'
import { fleetColumns } from './fleet-table.tsx'
import type { FleetSearch } from './routes.ts'

const route = getRouteApi('/shell/fleet')

/** All connections of all projects: how they are, what they run, what is left to do. */
export function FleetPage() {
  const filter = route.useSearch()
  const go = route.useNavigate()
  const set = (change: FleetSearch) => void go({ search: (now) => clean({ ...now, ...change }), replace: true })
  const summary = useQuery(orpc.fleet.summary.queryOptions({ input: {}, refetchInterval: 60_000 }))
  const list = useInfiniteQuery(fleetList(filter, 200))
  const rows = rowsOf(list)
  const isFiltered = Object.keys(filter).length > 0
  return (
    <>
      <PageHeader title={fleet.title} text={fleet.text} />
      <Stack gap="lg">
        <QueryView query={summary} skeleton={<ListSkeleton rows={2} />}>
          {(data) => <FleetNumbers summary={data} filter={filter} onFilter={set} />}
        </QueryView>
        {rows !== undefined && rows.length > 0 && <FleetMap rows={rows} more={list.hasNextPage} filter={filter} />}
        <FleetChanges />
        <Group align="flex-end" role="search">
          <SearchBox label={fleet.search} value={filter.search ?? ''} onSearch={(search) => set({ search })} />
          {isFiltered && (
            <Button variant="default" onClick={() => void go({ search: {}, replace: true })}>
              {fleet.clear}
            </Button>
          )}
        </Group>
        {isFiltered && <p className="visually-hidden">{describe(filter)}</p>}
        <PagedTable
          query={list}
          caption={fleet.caption}
          columns={fleetColumns}
          rowKey={({ id }) => id}
          empty={
            <EmptyState
              Icon={IconServer2}
              title={isFiltered ? fleet.noneFound : fleet.none}
              text={isFiltered ? fleet.noneFoundText : fleet.noneText}
            />
          }
        />
      </Stack>
    </>
  )
}

/** Without empty filters, which would only lengthen the address. */
function clean(filter: FleetSearch): FleetSearch {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''))
}

function describe({ verdict, version, php, code }: FleetSearch): string {
  const parts = [
    ...(verdict === undefined ? [] : [fleet.filteredBy(fleet.verdict, health.verdicts[verdict] ?? plain(verdict))]),
    ...(version === undefined ? [] : [fleet.filteredBy(fleet.versions, plain(version))]),
    ...(php === undefined ? [] : [fleet.filteredBy(fleet.php, plain(php))]),
    ...(code === undefined ? [] : [fleet.filteredBy(fleet.why, plain(code))]),
  ]
  return parts.join(', ')
}

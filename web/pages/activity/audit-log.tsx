import { IconActivity } from '@tabler/icons-react'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Outputs } from '../../api/client.ts'
import type { Column } from '../../shared/data-table.tsx'
import { EmptyState } from '../../shared/empty-state.tsx'
import { PagedTable, rowsOf } from '../../shared/paged-table.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { activity } from '../../texts/en/activity.ts'
import { ActivityFilters } from './activity-filters.tsx'
import type { Actors } from './actors.ts'
import type { ActivityFilter } from './routes.ts'

export type Entry = Outputs['audit']['list']['items'][number]

/** Who did what, narrowed by the filters above it. `more`: columns beside those of every log. */
export function AuditLog(props: {
  readonly query: UseInfiniteQueryResult<InfiniteData<Outputs['audit']['list']>>
  readonly filter: ActivityFilter
  readonly actors: Actors
  readonly more?: readonly Column<Entry>[]
}) {
  const { query, filter, actors, more = [] } = props
  const operations = [...new Set(rowsOf(query)?.map(({ operation }) => operation))].sort()
  const filtered = filter.actor !== undefined || filter.operation !== undefined
  return (
    <>
      <ActivityFilters filter={filter} actors={actors} operations={operations} />
      <PagedTable
        query={query}
        caption={activity.caption}
        columns={columnsFor(actors, more)}
        rowKey={({ id }) => String(id)}
        empty={
          <EmptyState
            Icon={IconActivity}
            title={filtered ? activity.noneFound : activity.none}
            text={filtered ? activity.noneFoundText : activity.noneText}
          />
        }
      />
    </>
  )
}

function columnsFor(actors: Actors, more: readonly Column<Entry>[]): readonly Column<Entry>[] {
  return [
    { key: 'what', label: activity.what, names: true, render: ({ operation }) => plain(operation, 60) },
    { key: 'who', label: activity.who, render: ({ actor }) => actors.name(actor) },
    {
      key: 'about',
      label: activity.about,
      render: ({ subject }) => (subject === null ? null : <RemoteText text={subject} most={60} />),
    },
    ...more,
    {
      key: 'outcome',
      label: activity.outcome,
      render: ({ outcome }) =>
        outcome === 'ok' ? (
          <StatusBadge tone="good">{activity.done}</StatusBadge>
        ) : (
          <StatusBadge tone="bad">{plain(outcome, 40)}</StatusBadge>
        ),
    },
    { key: 'when', label: activity.when, end: true, render: ({ at }) => <RelativeTime at={at} /> },
  ]
}

import { IconActivity } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type Outputs, orpc } from '../../api/client.ts'
import type { Column } from '../../shared/data-table.tsx'
import { EmptyState } from '../../shared/empty-state.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { PagedTable, rowsOf } from '../../shared/paged-table.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { activity } from '../../texts/en/activity.ts'
import { ActivityFilters } from './activity-filters.tsx'
import { type Actors, useActors } from './actors.ts'

type Entry = Outputs['audit']['list']['items'][number]

const route = getRouteApi('/shell/projects/$project/activity')

/** The audit log of a project, for its owners. */
export function ActivityPage() {
  const { id: project } = useProject()
  const filter = route.useSearch()
  const actors = useActors(project)
  const query = useInfiniteQuery(
    orpc.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ project, ...filter, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const rows = rowsOf(query)
  const operations = [...new Set(rows?.map(({ operation }) => operation))].sort()
  const filtered = filter.actor !== undefined || filter.operation !== undefined
  return (
    <>
      <PageHeader title={activity.title} text={activity.text} />
      <ActivityFilters filter={filter} actors={actors} operations={operations} />
      <PagedTable
        query={query}
        caption={activity.caption}
        columns={columnsFor(actors)}
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

function columnsFor(actors: Actors): readonly Column<Entry>[] {
  return [
    { key: 'what', label: activity.what, names: true, render: ({ operation }) => plain(operation, 60) },
    { key: 'who', label: activity.who, render: ({ actor }) => actors.name(actor) },
    {
      key: 'about',
      label: activity.about,
      render: ({ subject }) => (subject === null ? null : <RemoteText text={subject} most={60} />),
    },
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

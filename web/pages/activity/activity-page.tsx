import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { orpc } from '../../api/client.ts'
import { PageHeader } from '../../shared/page-header.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { activity } from '../../texts/en/activity.ts'
import { useActors } from './actors.ts'
import { AuditLog } from './audit-log.tsx'

const route = getRouteApi('/shell/projects/$project/activity')

/** The audit log of a project, for its owners. */
export function ActivityPage() {
  const { id: project } = useProject()
  const filter = route.useSearch()
  const query = useInfiniteQuery(
    orpc.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ project, ...filter, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <>
      <PageHeader title={activity.title} text={activity.text} />
      <AuditLog query={query} filter={filter} actors={useActors(project)} />
    </>
  )
}

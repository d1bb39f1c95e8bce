import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { orpc } from '../../api/client.ts'
import type { Column } from '../../shared/data-table.tsx'
import { HubNavigation } from '../../shared/hub-navigation.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { useProjects } from '../../shell/session.tsx'
import { activity } from '../../texts/en/activity.ts'
import { useHubActors } from './actors.ts'
import { AuditLog, type Entry } from './audit-log.tsx'

const route = getRouteApi('/shell/instance/activity')

/** The audit log of the whole hub, for its administrators: with what belongs to no project, such as logins. */
export function HubActivityPage() {
  const filter = route.useSearch()
  const projects = useProjects()
  const query = useInfiniteQuery(
    orpc.audit.all.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const more: readonly Column<Entry>[] = [
    {
      key: 'project',
      label: activity.project,
      render: ({ project }) =>
        project === null ? null : plain(projects.find(({ id }) => id === project)?.name ?? activity.formerProject, 60),
    },
    {
      key: 'from',
      label: activity.from,
      minor: true,
      render: ({ address }) => (address === null ? null : <RemoteText text={address} most={60} />),
    },
  ]
  return (
    <>
      <PageHeader title={activity.hubTitle} heading={activity.hubHeading} text={activity.hubText} />
      <HubNavigation />
      <AuditLog query={query} filter={filter} actors={useHubActors()} more={more} />
    </>
  )
}

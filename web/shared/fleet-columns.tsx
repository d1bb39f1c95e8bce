import { Group } from '@mantine/core'
import type { Outputs } from '../api/client.ts'
import { fleet as words } from '../texts/en/fleet.ts'
import type { Column } from './data-table.tsx'
import { HealthBadge } from './health-badge.tsx'
import { TextLink } from './links.tsx'
import { RelativeTime } from './relative-time.tsx'
import { RemoteText } from './remote-text.tsx'
import { SiteIcon } from './site-icon.tsx'

/** A connection as lists have it. */
export type FleetRow = Outputs['fleet']['list']['items'][number]

export const siteColumn: Column<FleetRow> = {
  key: 'site',
  label: words.site,
  names: true,
  render: ({ id, project, name, url, icon }) => (
    <Group gap="sm" wrap="nowrap">
      <SiteIcon project={project.id} connection={id} name={name} icon={icon} />
      <div>
        <TextLink to="/projects/$project/connections/$connection" params={{ project: project.id, connection: id }}>
          <RemoteText text={name} most={80} />
        </TextLink>
        <div className="soft">
          <RemoteText text={url} most={80} />
        </div>
      </div>
    </Group>
  ),
}

export const healthColumn: Column<FleetRow> = {
  key: 'health',
  label: words.health,
  render: ({ state, verdict, code }) => (
    <>
      <HealthBadge state={state} verdict={verdict} />
      {code !== null && (
        <div className="soft">
          <RemoteText text={code} most={60} />
        </div>
      )}
    </>
  ),
}

export const workColumn: Column<FleetRow> = {
  key: 'work',
  label: words.work,
  render: ({ waiting, stuck }) => {
    const parts = [...(waiting > 0 ? [words.onTheWay(waiting)] : []), ...(stuck > 0 ? [words.needLook(stuck)] : [])]
    return parts.length === 0 ? <span className="soft">{words.nothing}</span> : parts.join(', ')
  },
}

export const publishedColumn: Column<FleetRow> = {
  key: 'published',
  minor: true,
  label: words.published,
  render: ({ publishedAt }) => (publishedAt === null ? words.never : <RelativeTime at={publishedAt} />),
}

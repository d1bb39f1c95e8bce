import { Group } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import type { Column } from '../../shared/data-table.tsx'
import { HealthBadge } from '../../shared/health-badge.tsx'
import { TextLink } from '../../shared/links.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { SiteIcon } from '../../shared/site-icon.tsx'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'

type Row = Outputs['fleet']['list']['items'][number]

export const fleetColumns: readonly Column<Row>[] = [
  {
    key: 'site',
    label: fleet.site,
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
  },
  { key: 'project', label: fleet.project, render: ({ project }) => <RemoteText text={project.name} most={60} /> },
  {
    key: 'health',
    label: fleet.health,
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
  },
  {
    key: 'version',
    label: fleet.version,
    render: ({ kind, version, php }) => (
      <>
        {health.kinds[kind] ?? kind} {version !== null && <RemoteText text={version} most={30} />}
        {php !== null && (
          <div className="soft">
            {fleet.php} <RemoteText text={php} most={30} />
          </div>
        )}
      </>
    ),
  },
  {
    key: 'work',
    label: fleet.work,
    render: ({ waiting, stuck }) => {
      const parts = [...(waiting > 0 ? [fleet.onTheWay(waiting)] : []), ...(stuck > 0 ? [fleet.needLook(stuck)] : [])]
      return parts.length === 0 ? <span className="soft">{fleet.nothing}</span> : parts.join(', ')
    },
  },
  {
    key: 'published',
    label: fleet.published,
    render: ({ publishedAt }) => (publishedAt === null ? fleet.never : <RelativeTime at={publishedAt} />),
  },
  {
    key: 'checked',
    label: fleet.checked,
    end: true,
    render: ({ checkedAt }) => (checkedAt === null ? health.unchecked : <RelativeTime at={checkedAt} />),
  },
]

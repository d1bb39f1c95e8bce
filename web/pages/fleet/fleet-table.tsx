import type { Column } from '../../shared/data-table.tsx'
import { type FleetRow, healthColumn, publishedColumn, siteColumn, workColumn } from '../../shared/fleet-columns.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'

export const fleetColumns: readonly Column<FleetRow>[] = [
  siteColumn,
  { key: 'project', label: fleet.project, render: ({ project }) => <RemoteText text={project.name} most={60} /> },
  healthColumn,
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
  workColumn,
  publishedColumn,
  {
    key: 'checked',
    minor: true,
    label: fleet.checked,
    end: true,
    render: ({ checkedAt }) => (checkedAt === null ? health.unchecked : <RelativeTime at={checkedAt} />),
  },
]

import { Badge, Group } from '@mantine/core'
import type { Column } from '../../shared/data-table.tsx'
import { type FleetRow, healthColumn, publishedColumn, siteColumn, workColumn } from '../../shared/fleet-columns.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { connections as words } from '../../texts/en/connections.ts'
import { health } from '../../texts/en/health.ts'

/** What the list of a project's connections shows of each. */
export const connectionColumns: readonly Column<FleetRow>[] = [
  siteColumn,
  {
    key: 'login',
    minor: true,
    label: words.login,
    render: ({ kind, method, account }) => (
      <>
        {account === null ? (health.kinds[kind] ?? kind) : <RemoteText text={account} most={60} />}
        <div className="soft">{words.methods[method] ?? plain(method, 40)}</div>
      </>
    ),
  },
  {
    key: 'role',
    minor: true,
    label: words.role,
    // As wide as the longest role of WordPress itself.
    render: ({ roles }) =>
      roles.length > 0 && (
        <div style={{ minWidth: '6.5rem' }}>
          <RemoteText text={roles.slice(0, 5).join(', ')} most={60} />
        </div>
      ),
  },
  healthColumn,
  {
    key: 'groups',
    minor: true,
    label: words.groups,
    render: ({ groups }) =>
      groups.length > 0 && (
        <Group gap={4}>
          {groups.map((name) => (
            <Badge key={name} variant="default" tt="none" fw={500}>
              {plain(name, 40)}
            </Badge>
          ))}
        </Group>
      ),
  },
  workColumn,
  { ...publishedColumn, end: true },
]

import { Badge, Checkbox, Group } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import type { Column } from '../../shared/data-table.tsx'
import { HealthBadge } from '../../shared/health-badge.tsx'
import { TextLink } from '../../shared/links.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { SiteIcon } from '../../shared/site-icon.tsx'
import { connections as words } from '../../texts/en/connections.ts'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'

type Row = Outputs['fleet']['list']['items'][number]

/** What the list shows of a connection. Who may not edit selects nothing. */
export function connectionColumns(props: {
  readonly rows: readonly Row[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (ids: ReadonlySet<string>) => void
  readonly mayEdit: boolean
}): readonly Column<Row>[] {
  const { rows, selected, onSelect, mayEdit } = props
  const toggle = (id: string, on: boolean): void => {
    const next = new Set(selected)
    if (on) next.add(id)
    else next.delete(id)
    onSelect(next)
  }
  const all = rows.length > 0 && rows.every(({ id }) => selected.has(id))
  const selection: Column<Row> = {
    key: 'select',
    label: '',
    heading: (
      <Checkbox
        aria-label={words.selectAll}
        checked={all}
        indeterminate={!all && selected.size > 0}
        onChange={({ currentTarget: { checked } }) => onSelect(new Set(checked ? rows.map(({ id }) => id) : []))}
      />
    ),
    render: ({ id, name }) => (
      <Checkbox
        aria-label={words.select(plain(name, 80))}
        checked={selected.has(id)}
        onChange={({ currentTarget: { checked } }) => toggle(id, checked)}
      />
    ),
  }
  return [...(mayEdit ? [selection] : []), ...shown]
}

const shown: readonly Column<Row>[] = [
  {
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
  },
  {
    key: 'login',
    label: words.login,
    render: ({ kind, method, account }) => (
      <>
        {account === null ? (health.kinds[kind] ?? kind) : <RemoteText text={account} most={60} />}
        <div className="soft">{words.methods[method] ?? plain(method, 40)}</div>
      </>
    ),
  },
  {
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
  },
  {
    key: 'groups',
    label: words.groups,
    render: ({ groups }) => (
      <Group gap={4}>
        {groups.map((name) => (
          <Badge key={name} variant="default" tt="none" fw={500}>
            {plain(name, 40)}
          </Badge>
        ))}
      </Group>
    ),
  },
  {
    key: 'left',
    label: words.left,
    render: ({ waiting, stuck }) => {
      const parts = [...(waiting > 0 ? [fleet.onTheWay(waiting)] : []), ...(stuck > 0 ? [fleet.needLook(stuck)] : [])]
      return parts.length === 0 ? <span className="soft">{fleet.nothing}</span> : parts.join(', ')
    },
  },
  {
    key: 'published',
    label: words.published,
    end: true,
    render: ({ publishedAt }) => (publishedAt === null ? words.never : <RelativeTime at={publishedAt} />),
  },
]

import { Badge, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Outputs } from '../../api/client.ts'
import { PublicationBadge } from '../../shared/publication-badge.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { SearchBox } from '../../shared/search-box.tsx'
import { SiteIcon } from '../../shared/site-icon.tsx'
import { publish as words } from '../../texts/en/publish.ts'
import type { BoardRow } from './action-bar.tsx'
import classes from './target-picker.module.css'

export type Target = Outputs['fleet']['list']['items'][number]

/** Chooses connections: one by one, by group, or all that a search finds. */
export function TargetPicker(props: {
  readonly targets: readonly Target[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (ids: readonly string[]) => void
  /** Where the article is already; empty for several. */
  readonly rows: readonly BoardRow[]
  readonly overridden: ReadonlySet<string>
  readonly onOverride: (target: Target) => void
}) {
  const { targets, chosen, onChoose, rows, overridden, onOverride } = props
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = targets.filter(({ name, url }) => `${name} ${url}`.toLowerCase().includes(wanted))
  const groups = [...new Set(targets.flatMap((one) => one.groups))].sort()
  const add = (more: readonly Target[]): void => onChoose([...new Set([...chosen, ...more.map(({ id }) => id)])])
  const toggle = (id: string, on: boolean): void =>
    onChoose(on ? [...chosen, id] : [...chosen].filter((one) => one !== id))
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        {targets.length > 8 && <SearchBox label={words.findTarget} value={search} onSearch={setSearch} />}
        <Button size="xs" variant="default" onClick={() => add(found)}>
          {words.all}
        </Button>
        <Button size="xs" variant="default" onClick={() => onChoose([])}>
          {words.none}
        </Button>
        {groups.map((name) => (
          <Button
            key={name}
            size="xs"
            variant="default"
            onClick={() => add(targets.filter((one) => one.groups.includes(name)))}
          >
            {words.group(plain(name, 40))}
          </Button>
        ))}
        <Text size="sm" c="dimmed" role="status">
          {words.chosen(chosen.size, targets.length)}
        </Text>
      </Group>
      <ul className={classes.list}>
        {found.map((target) => {
          const { id, name, url, icon, project, state } = target
          const row = rows.find(({ connection }) => connection.id === id)
          return (
            <li key={id} className={classes.target}>
              <Checkbox
                checked={chosen.has(id)}
                onChange={({ currentTarget }) => toggle(id, currentTarget.checked)}
                aria-label={plain(name, 80)}
              />
              <SiteIcon project={project.id} connection={id} name={name} icon={icon} />
              <div className={classes.name}>
                <RemoteText text={name} most={60} />
                <div className="soft">
                  <RemoteText text={url} most={60} />
                </div>
                {state === 'paused' && <div className="soft">{words.paused}</div>}
              </div>
              {row !== undefined && <PublicationBadge state={row.state} />}
              {overridden.has(id) && (
                <Badge variant="default" tt="none">
                  {words.hasOverrides}
                </Badge>
              )}
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={words.overridesOf(plain(name, 60))}
                onClick={() => onOverride(target)}
              >
                {words.overrides}
              </Button>
            </li>
          )
        })}
      </ul>
    </Stack>
  )
}

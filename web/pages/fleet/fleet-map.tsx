import { Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Outputs } from '../../api/client.ts'
import { rowsOf } from '../../shared/paged-table.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'
import { fleetList } from './fleet-list.ts'
import classes from './fleet-map.module.css'
import type { FleetSearch } from './routes.ts'

type Row = Outputs['fleet']['list']['items'][number]

const most = 1000
/** A sign beside the colour, so that nobody needs it. */
const looks: Readonly<Record<string, readonly [tone: string, sign: string]>> = {
  connected: ['good', ''],
  refused: ['bad', '×'],
  unavailable: ['warning', '!'],
  'not-wordpress': ['bad', '×'],
}

/** A square for each connection: where the ill ones are is seen at once. `rows` are those of the list, which may have `more`. */
export function FleetMap(props: {
  readonly rows: readonly Row[]
  readonly more: boolean
  readonly filter: FleetSearch
}) {
  const { rows, more, filter } = props
  const whole = useInfiniteQuery({ ...fleetList(filter, 500), enabled: more })
  const all = more ? (rowsOf(whole) ?? rows) : rows
  const { hasNextPage, isFetching, fetchNextPage } = whole
  const goesOn = hasNextPage && all.length < most
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage()
  }, [goesOn, isFetching, fetchNextPage])
  const shown = all.slice(0, most)
  return (
    <Section title={fleet.map} text={fleet.mapText}>
      <ul className={classes.map}>
        {shown.map(({ id, project, name, state, verdict }) => {
          const [tone, sign] = state === 'active' ? (looks[verdict ?? ''] ?? ['neutral', '?']) : ['neutral', '–']
          const word = health.states[state] ?? health.verdicts[verdict ?? ''] ?? health.unchecked
          const label = `${plain(name)}: ${word}`
          return (
            <li key={id}>
              <Link
                to="/projects/$project/connections/$connection"
                params={{ project: project.id, connection: id }}
                preload={false}
                className={classes.square}
                data-tone={tone}
                title={label}
                aria-label={label}
              >
                {sign}
              </Link>
            </li>
          )
        })}
      </ul>
      {shown.length === most && (
        <Text size="sm" c="dimmed">
          {fleet.mapFirst(most)}
        </Text>
      )}
    </Section>
  )
}

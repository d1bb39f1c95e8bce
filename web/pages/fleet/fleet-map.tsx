import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../api/client.ts'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { fleet } from '../../texts/en/fleet.ts'
import { health } from '../../texts/en/health.ts'
import classes from './fleet-map.module.css'

type Row = Outputs['fleet']['list']['items'][number]

const most = 1000
/** A sign beside the colour, so that nobody needs it. */
const looks: Readonly<Record<string, readonly [tone: string, sign: string]>> = {
  connected: ['good', ''],
  refused: ['bad', '×'],
  unavailable: ['warning', '!'],
  'not-wordpress': ['bad', '×'],
}

/** A square for each connection: where the ill ones are is seen at once. */
export function FleetMap({ rows, more }: { readonly rows: readonly Row[]; readonly more: boolean }) {
  const shown = rows.slice(0, most)
  const rest = rows.length - shown.length
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
      {rest > 0 && !more && (
        <Text size="sm" c="dimmed">
          {fleet.mapRest(rest)}
        </Text>
      )}
    </Section>
  )
}

import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../../api/client.ts'
import { useProject } from '../../../shell/project-layout.tsx'
import { actions as words } from '../../../texts/en/actions.ts'
import classes from './action-list.module.css'
import { labelOf } from './schema.ts'

type Summary = Outputs['actions']['list']['items'][number]

/** Actions in groups by the first part of their names. While something is searched for, or few are left, all are unfolded. */
export function ActionList(props: {
  readonly items: readonly Summary[]
  readonly connection: string
  readonly chosen: string | null
  readonly search: string
}) {
  const { items, connection, chosen, search } = props
  const groups = Map.groupBy(items, ({ name }) => name.split('.')[0] ?? name)
  const unfolded = search !== '' || items.length <= 20
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed" role="status">
        {words.none}
      </Text>
    )
  return (
    <nav aria-label={words.list}>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {words.count(items.length)}
      </Text>
      <Stack gap={2}>
        {[...groups].map(([group, members]) => (
          <details key={`${group} ${unfolded}`} open={unfolded || chosen?.split('.')[0] === group}>
            <summary className={classes.group}>
              {labelOf(group)} <span className={classes.count}>{members.length}</span>
            </summary>
            <ul className={classes.members}>
              {members.map((one) => (
                <li key={one.name}>
                  <Choice action={one} connection={connection} isChosen={one.name === chosen} search={search} />
                </li>
              ))}
            </ul>
          </details>
        ))}
      </Stack>
    </nav>
  )
}

function Choice(props: {
  readonly action: Summary
  readonly connection: string
  readonly isChosen: boolean
  readonly search: string
}) {
  const { action, connection, isChosen, search } = props
  const { id: project } = useProject()
  return (
    <Link
      to="/projects/$project/connections/$connection/actions"
      params={{ project, connection }}
      search={{ action: action.name, ...(search === '' ? {} : { search }) }}
      className={classes.choice}
      {...(isChosen ? { 'aria-current': 'true' as const } : {})}
    >
      <span>{action.title}</span>
      {action.effect !== 'read' && <span className={classes.effect}>{words.effects[action.effect]}</span>}
    </Link>
  )
}

import { Autocomplete, Group, NativeSelect } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { activity } from '../../texts/en/activity.ts'
import type { Actors } from './actors.ts'
import type { ActivityFilter } from './routes.ts'

/** Narrows the log to one actor, one operation, or both. */
export function ActivityFilters(props: {
  readonly filter: ActivityFilter
  readonly actors: Actors
  /** Those that were seen, to choose from; others can be typed. */
  readonly operations: readonly string[]
}) {
  const { filter, actors, operations } = props
  const navigate = useNavigate()
  const change = (part: ActivityFilter) => void navigate({ to: '.', search: { ...filter, ...part }, replace: true })
  return (
    <Group component="search" mb="md" align="flex-end">
      <NativeSelect
        maw="17rem"
        label={activity.who}
        data={[{ value: '', label: activity.everybody }, ...actors.choices]}
        value={filter.actor ?? ''}
        onChange={({ currentTarget: { value } }) => change({ actor: value })}
      />
      <Autocomplete
        label={activity.operation}
        placeholder={activity.operationHint}
        data={[...operations]}
        value={filter.operation ?? ''}
        onChange={(operation) => change({ operation })}
        maxLength={100}
        w="17rem"
      />
    </Group>
  )
}

import { Button, Text } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import type { Outputs } from '../../api/client.ts'
import { AttemptsTable } from '../../shared/attempts-table.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { Refusal } from './refusal.tsx'

type Outcome = Pick<Outputs['connections']['connect'], 'connection' | 'diagnosis'>

/** The end of a form that connects: its button, and what came of the last try. What was typed stays above. */
export function ConnectOutcome<Input>(props: {
  readonly attempt: UseMutationResult<Outcome, Error, Input>
  readonly action?: string
  /** What is said while nothing goes on. */
  readonly idle?: string
  /** What was asked so far, where that is told while it goes on. */
  readonly attempts?: Outcome['diagnosis']['attempts']
}) {
  const { attempt, action = words.verify, idle = '', attempts = [] } = props
  const { isPending, error, data } = attempt
  return (
    <>
      <Button type="submit" loading={isPending} style={{ alignSelf: 'flex-start' }}>
        {action}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {isPending ? words.verifying : idle}
      </Text>
      {isPending && attempts.length > 0 && <AttemptsTable attempts={attempts} />}
      {error !== null && <ProblemPanel error={error} />}
      {data?.connection === null && !isPending && <Refusal diagnosis={data.diagnosis} />}
    </>
  )
}

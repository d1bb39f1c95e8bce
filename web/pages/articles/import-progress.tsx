import { Progress, Stack, Text } from '@mantine/core'

/** How far an import is, and that it is over. */
export function ImportProgress(props: {
  readonly isRunning: boolean
  readonly done: number
  readonly all: number
  /** The same in words. */
  readonly label: string
}) {
  const { isRunning, done, all, label } = props
  return (
    <Stack gap="xs" role="status">
      {isRunning && <Progress value={(100 * done) / Math.max(1, all)} aria-label={label} />}
      <Text size="sm">{label}</Text>
    </Stack>
  )
}

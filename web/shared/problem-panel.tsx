import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { toProblem, unreachable } from '../api/problem.ts'
import { problem as words } from '../texts/en/problem.ts'
import { shared } from '../texts/en/shared.ts'
import { CodeBox } from './code-box.tsx'
import { RemoteText } from './remote-text.tsx'

/** What went wrong, for the person in front of it: what, what to do, and for whoever helps them the code and what was seen. */
export function ProblemPanel({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { code, title, message, fix, evidence } = toProblem(error)
  const away = code === unreachable
  const advice = away ? words.unreachableFix : fix
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={away ? words.unreachableTitle : title === '' ? words.unknownTitle : title}
      role="alert"
      styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="xs">
        <Text size="sm">
          <RemoteText text={away ? words.unreachable : message} most={400} />
        </Text>
        {advice !== '' && (
          <Text size="sm">
            <strong>{words.whatToDo}</strong> <RemoteText text={advice} most={600} />
          </Text>
        )}
        {!away && (
          <details>
            <Text component="summary" size="sm">
              {words.details}
            </Text>
            <CodeBox text={describe(code, evidence)} what={words.copyDetails} />
          </details>
        )}
        {onRetry !== undefined && (
          <Group>
            <Button size="xs" variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
              {shared.tryAgain}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}

function describe(code: string, evidence: unknown): string {
  const seen = evidence === null ? '' : `\n${words.evidence}:\n${JSON.stringify(evidence, null, 2)}`
  return `${words.code}: ${code}${seen}`.slice(0, 20_000)
}

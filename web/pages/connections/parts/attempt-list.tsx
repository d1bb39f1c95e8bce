import { Stack, Text, Timeline } from '@mantine/core'
import type { Outputs } from '../../../api/client.ts'
import { RelativeTime } from '../../../shared/relative-time.tsx'
import { RemoteText } from '../../../shared/remote-text.tsx'
import { deliveries as words } from '../../../texts/en/deliveries.ts'

type Log = Outputs['deliveries']['get']['log']

/** The attempts of a delivery, each with what was answered: text of whoever runs the endpoint. */
export function AttemptList({ log }: { readonly log: Log }) {
  if (log.length === 0) return <Text c="dimmed">{words.noAttempt}</Text>
  return (
    <Timeline bulletSize={14} lineWidth={2}>
      {log.map(({ at, outcome, reason, status, ms, answer, truncated }) => (
        <Timeline.Item key={at} color={outcome === 'delivered' ? 'green' : 'red'} title={words.status(status)}>
          <Stack gap={2}>
            <Text size="sm" c="dimmed">
              <RelativeTime at={at} /> {words.took(ms)}
            </Text>
            {reason !== '' && (
              <Text size="sm">
                <RemoteText text={reason} most={300} />
              </Text>
            )}
            {answer !== null && answer !== '' && (
              <Text size="sm">
                <Text span c="dimmed">
                  {words.answer}
                </Text>{' '}
                <RemoteText text={answer} most={300} /> {truncated && words.truncated}
              </Text>
            )}
          </Stack>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

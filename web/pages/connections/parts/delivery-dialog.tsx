import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../../../api/client.ts'
import { CodeBox } from '../../../shared/code-box.tsx'
import { FactList } from '../../../shared/fact-list.tsx'
import { QueryView } from '../../../shared/query-view.tsx'
import { RelativeTime } from '../../../shared/relative-time.tsx'
import { RemoteText } from '../../../shared/remote-text.tsx'
import { Subsection } from '../../../shared/subsection.tsx'
import { useOperation } from '../../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { deliveries as words } from '../../../texts/en/deliveries.ts'
import { shared } from '../../../texts/en/shared.ts'
import { safeJson } from '../actions/safe-json.ts'
import { AttemptList } from './attempt-list.tsx'
import { DeliveryBadge } from './delivery-badge.tsx'

const mostShown = 100_000

/** One delivery: what is sent, each attempt, and sending it again. */
export function DeliveryDialog(props: {
  readonly connection: string
  readonly delivery: string | null
  readonly onClose: () => void
}) {
  const { connection, delivery, onClose } = props
  const { id: project } = useProject()
  const query = useQuery({
    ...orpc.deliveries.get.queryOptions({ input: { project, connection, delivery: delivery ?? '' } }),
    enabled: delivery !== null,
  })
  return (
    <Modal
      opened={delivery !== null}
      onClose={onClose}
      title={words.detailsTitle}
      size="xl"
      closeButtonProps={{ 'aria-label': shared.close }}
    >
      <QueryView query={query}>{(one) => <Details one={one} />}</QueryView>
    </Modal>
  )
}

function Details({ one }: { readonly one: Outputs['deliveries']['get'] }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const again = useOperation(orpc.deliveries.redeliver.call, {
    done: () => words.redelivered,
    stale: [orpc.deliveries.key()],
  })
  const { id, connection, type, state, messageId, subject, createdBy, finishedAt, log, body } = one
  return (
    <Stack gap="md">
      <FactList
        facts={[
          { label: words.type, value: <RemoteText text={type} /> },
          { label: words.state, value: <DeliveryBadge state={state} /> },
          { label: words.id, value: <RemoteText text={messageId} /> },
          ...(subject === null ? [] : [{ label: words.subject, value: <RemoteText text={subject} /> }]),
          { label: words.by, value: <RemoteText text={createdBy} /> },
          ...(finishedAt === null ? [] : [{ label: words.finished, value: <RelativeTime at={finishedAt} /> }]),
        ]}
      />
      <Subsection title={words.log}>
        <AttemptList log={log} />
      </Subsection>
      <Subsection title={words.body}>
        <CodeBox text={pretty(body).slice(0, mostShown)} what={words.bodyCopy} />
      </Subsection>
      {mayEdit && (
        <Group>
          <Button loading={again.isPending} onClick={() => again.mutate({ project, connection, delivery: id })}>
            {words.redeliver}
          </Button>
          <Text size="sm" c="dimmed">
            {words.redeliverText}
          </Text>
        </Group>
      )}
    </Stack>
  )
}

function pretty(body: string): string {
  try {
    return safeJson(JSON.parse(body))
  } catch {
    // It is shown as it is.
    return body
  }
}

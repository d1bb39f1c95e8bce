import type { WebhookMessage } from '../../webhook/deliver.ts'
import { messageId } from '../../webhook/message-id.ts'
import { payloadVersion } from '../../webhook/payload.ts'

interface HubEvent {
  readonly seq: number
  readonly type: string
  readonly subject: string | null
  readonly payload: unknown
  readonly at: Date
}

/** An event of the hub as a delivery to one endpoint: the same event has the same id, however often it is made one. */
export function hubEventMessage(
  connectionId: string,
  project: { readonly id: string; readonly name: string },
  { seq, type, subject, payload, at }: HubEvent,
): WebhookMessage {
  const event = { seq, subject, ...(typeof payload === 'object' && payload !== null ? { payload } : { payload: {} }) }
  return {
    id: messageId({ type, subject: connectionId, revision: `event ${seq}` }),
    type,
    body: JSON.stringify({
      version: payloadVersion,
      type,
      timestamp: at.toISOString(),
      data: { project: { id: project.id, name: project.name }, event },
    }),
  }
}

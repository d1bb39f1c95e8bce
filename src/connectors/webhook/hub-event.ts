import type { WebhookMessage } from '../../webhook/deliver.ts'
import { messageId } from '../../webhook/message-id.ts'
import { payloadVersion } from '../../webhook/payload.ts'

/** The hub's own events that an endpoint may ask for, with what each tells. */
export const hubEventTypes = {
  'article.ready': 'an article may be published',
  'publication.changed': 'an article was published, changed, taken away, or could not be',
  'connection.connected': 'a site was connected',
  'connection.changed': 'the health of a connection changed, or it was paused or resumed',
  'connection.expiring': 'somebody will have to log in to a site again',
  'connection.rotated': 'a credential was replaced',
  'connection.revoked': 'a credential was deleted',
  'connection.renamed': 'a connection was renamed',
  'connection.moved': 'a connection came from or went to another project',
  'connection.deleted': 'a connection was forgotten',
} as const satisfies Readonly<Record<string, string>>

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

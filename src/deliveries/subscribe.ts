import type { ConnectionRef } from '../connections/deps.ts'
import { webhook } from '../connectors/webhook.ts'
import { HubError } from '../errors/hub-error.ts'
import { getConnection } from '../store/connections.ts'
import { lastEvent, readEvents } from '../store/events.ts'
import { putSubscription } from '../store/webhook-endpoints.ts'
import type { DeliveriesDeps } from './deps.ts'

/**
 * Sends an endpoint these types of the hub's events and no others. What happened before it asked for any is not sent. Throws
 * `not_found`, `bad_input` for another kind of connection.
 */
export async function subscribe(
  { store: { db } }: DeliveriesDeps,
  ref: ConnectionRef,
  types: readonly string[],
): Promise<void> {
  const { kind, name } = await getConnection(db, ref.projectId, ref.id)
  if (kind !== webhook.kind) throw new HubError('bad_input', `"${name}" is no ${webhook.title} connection`)
  // Reading gives every event its number, so that none of those before comes after the cursor.
  await readEvents(db, { after: 0, limit: 1 })
  await putSubscription(db, ref.id, [...new Set(types)].sort(), await lastEvent(db))
}

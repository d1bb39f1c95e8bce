import type { ConnectionRef } from '../connections/deps.ts'
import { testMessage } from '../connectors/webhook/test-message.ts'
import { HubError } from '../errors/hub-error.ts'
import { type Delivery, getDelivery, insertDelivery } from '../store/deliveries.ts'
import { getProject } from '../store/projects.ts'
import type { DeliveriesDeps } from './deps.ts'
import { drainDeliveries } from './drain.ts'

/**
 * Sends a test to an endpoint, once, and waits for its answer, which is kept as that of any delivery. Throws
 * `connection_paused`, `not_found`.
 */
export async function testEndpoint(
  deps: DeliveriesDeps,
  ref: ConnectionRef,
  { actor, signal }: { readonly actor: string; readonly signal: AbortSignal },
): Promise<Delivery> {
  const { db } = deps.store
  const now = deps.now()
  const { id, type, body } = testMessage(await getProject(db, ref.projectId), now)
  const kept = { connectionId: ref.id, messageId: id, type, version: 1, body, subject: id, by: actor, now }
  const delivery = await insertDelivery(db, kept)
  if (delivery === null) throw new HubError('internal', 'Two tests had one id')
  await drainDeliveries(deps, ref, { signal, subject: id })
  return getDelivery(db, ref.id, delivery.id)
}

import type { ConnectionRef } from '../connections/deps.ts'
import { openSiteOf } from '../connections/open.ts'
import { testMessage } from '../connectors/webhook/test-message.ts'
import { webhook } from '../connectors/webhook.ts'
import { HubError } from '../errors/hub-error.ts'
import { type Delivery, getDelivery, insertDelivery } from '../store/deliveries.ts'
import { getProject } from '../store/projects.ts'
import type { DeliveriesDeps } from './deps.ts'
import { leaseMs, sendClaimed } from './drain.ts'

/**
 * Sends a test to an endpoint, once, and waits for its answer, which is kept as that of any delivery. It is sent by nobody
 * else, and also while the endpoint asks to be left alone: a person wants to see what it says now. Throws
 * `connection_paused`, `needs_login`, `not_found`.
 */
export async function testEndpoint(
  deps: DeliveriesDeps,
  ref: ConnectionRef,
  { actor, signal }: { readonly actor: string; readonly signal: AbortSignal },
): Promise<Delivery> {
  const { db } = deps.store
  const { connection, site } = await openSiteOf(deps, webhook, ref, { signal })
  const now = deps.now()
  const { id, type, body } = testMessage(await getProject(db, ref.projectId), now)
  const kept = { connectionId: ref.id, messageId: id, type, version: 1, body, subject: id, by: actor, now }
  const claimedUntil = new Date(now.getTime() + leaseMs)
  const delivery = await insertDelivery(db, { ...kept, claimedUntil })
  if (delivery === null) throw new HubError('internal', 'Two tests had one id')
  await sendClaimed(deps, connection, site, delivery, signal)
  return getDelivery(db, ref.id, delivery.id)
}

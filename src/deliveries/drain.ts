import type { ConnectionRef } from '../connections/deps.ts'
import { openSiteOf } from '../connections/open.ts'
import type { OpenWebhook } from '../connectors/webhook/actions.ts'
import type { Sent } from '../connectors/webhook/client.ts'
import { webhook } from '../connectors/webhook.ts'
import { HubError } from '../errors/hub-error.ts'
import type { Connection } from '../store/connections.ts'
import type { Delivery } from '../store/deliveries.ts'
import { claimDeliveries, nextDelivery } from '../store/delivery-claims.ts'
import type { DeliveriesDeps } from './deps.ts'
import { settleAttempt } from './settle.ts'

/** Longer than an attempt takes at most (25 s): after it, whoever claimed is dead. */
export const leaseMs = 60_000
/** Nothing is sent later than this after the claim, should the process have been stopped in between. */
const latestMs = 30_000
/** At once to one endpoint. */
const lanes = 4

export interface DrainOptions {
  readonly signal: AbortSignal
  /** Ends it after what is under way. */
  readonly stopping?: AbortSignal
  /** Only what is about this. */
  readonly subject?: string
}

/**
 * Sends what is due to an endpoint, until nothing is. Any number of processes may do so at once. Gives when something (of what
 * was asked for) is due next, `null` when nothing waits. Throws `connection_paused`, `needs_login`, `not_found`.
 */
export async function drainDeliveries(
  deps: DeliveriesDeps,
  ref: ConnectionRef,
  { signal, stopping, subject }: DrainOptions,
): Promise<Date | null> {
  const { db } = deps.store
  const { connection, site } = await openSiteOf(deps, webhook, ref, { signal })
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  let isDisabled = false
  const mayGoOn = (): boolean => !signal.aborted && stopping?.aborted !== true && !isDisabled && failures.length === 0
  while (mayGoOn()) {
    const limit = lanes - running.size
    const claim = {
      connectionId: ref.id,
      now: deps.now(),
      leaseMs,
      limit,
      ...(subject === undefined ? {} : { subject }),
    }
    const claimed = await claimDeliveries(db, claim)
    if (claimed.length === 0 && running.size === 0) break
    for (const delivery of claimed) {
      const lane: Promise<void> = sendClaimed(deps, connection, site, delivery, signal)
        .then((gone) => {
          isDisabled ||= gone
        })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(lane))
      running.add(lane)
    }
    await Promise.race(running)
  }
  await Promise.all(running)
  if (failures.length > 0) throw failures[0]
  return nextDelivery(db, ref.id, subject)
}

/** One attempt, of a delivery that is claimed. True when the receiver wants nothing any more. */
export async function sendClaimed(
  deps: DeliveriesDeps,
  connection: Connection,
  { client }: OpenWebhook,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<boolean> {
  const { messageId: id, type, body } = delivery
  // What is signed, and what must not be late, goes by the real clock.
  const bounds = { notAfter: Date.now() + latestMs, signal }
  const sent = await client.send({ id, type, body }, bounds).catch((error: unknown) => notSent(id, error))
  await settleAttempt(deps, connection, delivery, sent)
  return sent.gone
}

/** What cannot be sent at all ends here: it would be the same each time. */
function notSent(messageId: string, error: unknown): Sent {
  if (!(error instanceof HubError) || error.code !== 'bad_input') throw error
  const judgement = {
    outcome: 'refused',
    code: error.code,
    reason: error.message,
    retryAfterMs: null,
    sent: false,
    gone: false,
  } as const
  return { ...judgement, messageId, at: Date.now(), ms: 0, status: null, answer: null, signatures: 0, attempts: [] }
}

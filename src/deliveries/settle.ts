import { disableConnection } from '../connections/disable.ts'
import { recordUse } from '../connections/record-use.ts'
import type { Sent } from '../connectors/webhook/client.ts'
import { type Connection, lockConnection } from '../store/connections.ts'
import type { Delivery, DeliveryAttempt, DeliveryState, DeliverySummary } from '../store/deliveries.ts'
import { hastenDeliveries, settleDelivery } from '../store/delivery-claims.ts'
import type { Db } from '../store/open-store.ts'
import { holdEndpoint, markFailure, markSuccess } from '../store/webhook-endpoints.ts'
import { isLongFailure, nextAttempt, restMs } from '../webhook/schedule.ts'
import type { DeliveriesDeps } from './deps.ts'

/** Of each answer, in characters: a delivery keeps twenty. */
const keptAnswer = 1000

/** A receiver that took nothing for so long was down; one that takes some and not others is not, and those keep to their times. */
const outageMs = 10 * 60_000

/**
 * Writes down how an attempt went, and what it says of the endpoint: 410, or five days without a success, disable it; a success
 * after an outage makes everything that waits due. `null` when somebody else had taken the delivery over.
 */
export async function settleAttempt(
  deps: DeliveriesDeps,
  connection: Connection,
  delivery: Delivery,
  sent: Sent,
): Promise<DeliverySummary | null> {
  const now = deps.now()
  const { state, nextAt } = decide(delivery, sent, now)
  // What cannot be sent at all says nothing of the endpoint.
  const wasSent = sent.code !== 'bad_input'
  const settled = await deps.store.transaction(async (tx) => {
    const { id, epoch } = delivery
    const row = await settleDelivery(tx, { id, epoch, attempt: attemptOf(sent), state, nextAt, now })
    if (row !== null && wasSent) await judgeEndpoint(tx, connection, delivery, sent, now)
    return row
  })
  if (settled !== null && wasSent) await tellHealth(deps, connection, sent, now)
  return settled
}

function decide(
  { attempts, type }: Delivery,
  { outcome, retryAfterMs }: Sent,
  now: Date,
): { readonly state: Exclude<DeliveryState, 'sending'>; readonly nextAt: Date } {
  if (outcome !== 'retry') return { state: outcome, nextAt: now }
  // Whoever sends a test looks at its answer now.
  const next = type === 'test' ? null : nextAttempt(attempts, now.getTime(), retryAfterMs)
  if (next === null || next.kind === 'exhausted') return { state: 'exhausted', nextAt: now }
  return { state: 'waiting', nextAt: new Date(next.at) }
}

async function judgeEndpoint(tx: Db, { id }: Connection, { type }: Delivery, sent: Sent, now: Date): Promise<void> {
  if (sent.outcome === 'delivered') {
    const failed = await markSuccess(tx, id)
    if (failed !== null && now.getTime() - failed.getTime() >= outageMs) await hastenDeliveries(tx, id, now)
    return
  }
  if (sent.retryAfterMs !== null) await holdEndpoint(tx, id, new Date(now.getTime() + sent.retryAfterMs))
  // Whoever tries out a receiver that is not ready yet should not have it disabled.
  const failingSince = type === 'test' ? null : await markFailure(tx, id, { now, restMs })
  const why = sent.gone ? goneWhy : isLongFailure(failingSince?.getTime() ?? null, now.getTime()) ? silentWhy : null
  if (why === null) return
  await disableConnection(tx, await lockConnection(tx, id), why)
  // Whoever resumes it gives it another five days.
  await markSuccess(tx, id)
}

const goneWhy = { code: 'webhook_gone', why: 'the endpoint answered 410' }
const silentWhy = { code: 'webhook_silent', why: 'no delivery succeeded for five days' }

async function tellHealth(deps: DeliveriesDeps, connection: Connection, sent: Sent, now: Date): Promise<void> {
  if (sent.gone) return
  const { outcome, code, reason, ms, status } = sent
  const verdict = outcome === 'delivered' ? 'connected' : outcome === 'retry' ? 'unavailable' : 'refused'
  const { projectId, id } = connection
  const seen = { verdict, code, signature: code ?? 'ok', milliseconds: ms, facts: { reason, status } }
  await recordUse(deps, { projectId, id }, seen, { cause: 'delivery', now })
}

function attemptOf({ at, outcome, code, reason, status, ms, answer }: Sent): DeliveryAttempt {
  const text = answer?.text ?? null
  return {
    at: new Date(at).toISOString(),
    ...{ outcome, code, reason, status, ms },
    answer: text?.slice(0, keptAnswer) ?? null,
    truncated: (answer?.truncated ?? false) || (text?.length ?? 0) > keptAnswer,
  }
}

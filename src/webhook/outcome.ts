import type { Exchange } from '../http/exchange.ts'
import type { FailureCode } from '../http/failure.ts'
import { parseRetryAfter } from '../http/retry-after.ts'

/** `delivered`: the receiver took it. `retry`: later may work. `refused`: only a change at either end helps. */
type Outcome = 'delivered' | 'retry' | 'refused'

export interface Judgement {
  readonly outcome: Outcome
  /** Why it was not delivered: a `webhook_…` code of the catalogue, or how the network failed; `null` when it was. */
  readonly code: string | null
  /** A sentence for people, without the receiver's own words. */
  readonly reason: string
  /** How long the receiver asked to wait, in ms, at most 15 minutes; `null` where it did not ask. */
  readonly retryAfterMs: number | null
  /** Whether the receiver may have it, taken or not. */
  readonly sent: boolean
  /** 410: the receiver says that it wants nothing any more, so the endpoint is to be disabled. */
  readonly gone: boolean
}

/**
 * Client errors that pass. 409: the same delivery is being handled just now, and a receiver that has handled it says 2xx.
 * 423 and 425 say "not now" by definition. The others would meet the same answer again.
 */
const passing = new Map([
  [408, 'timed out waiting for the request'],
  [409, 'is busy with this delivery'],
  [423, 'is locked for now'],
  [425, 'wants the request later'],
  [429, 'asks for fewer deliveries'],
])

/** Failures that no waiting ends: the address is not allowed here, or the answer came from somewhere else. */
const lasting = new Set<FailureCode>(['address_refused', 'credential_withheld', 'too_many_redirects'])

/** What one attempt means. Without an answer the receiver may still have handled it, which the delivery's id lets it notice. */
export function judge({ response, failure }: Pick<Exchange, 'response' | 'failure'>): Judgement {
  if (failure !== null) {
    const outcome = lasting.has(failure.code) ? 'refused' : 'retry'
    const { code, message, sent } = failure
    return { outcome, code, reason: `No answer: ${message}`, retryAfterMs: null, sent, gone: false }
  }
  const status = response?.status ?? 0
  const retryAfterMs = parseRetryAfter(response?.headers['retry-after'])
  const judged = (outcome: Outcome, code: string | null, reason: string): Judgement => ({
    outcome,
    code,
    reason,
    retryAfterMs: outcome === 'retry' ? retryAfterMs : null,
    sent: true,
    gone: status === 410,
  })
  if (status >= 200 && status < 300) return judged('delivered', null, `Taken (${status})`)
  if (status >= 500) return judged('retry', 'webhook_failed', `The receiver failed (${status})`)
  const why = passing.get(status)
  if (why !== undefined) return judged('retry', 'webhook_busy', `The receiver ${why} (${status})`)
  if (status === 410) return judged('refused', 'webhook_gone', 'The receiver wants no more deliveries (410)')
  // Not followed: what is signed and maybe secret goes to the address that was typed, and nowhere else.
  if (status >= 300 && status < 400)
    return judged('refused', 'webhook_redirected', `The receiver redirects elsewhere (${status})`)
  if (status === 401 || status === 403) return judged('refused', 'webhook_denied', `The receiver denied it (${status})`)
  return judged('refused', 'webhook_refused', `The receiver refused it (${status})`)
}

import { parseRetryAfter } from '../../../http/retry-after.ts'
import { headerOf, statusOf } from '../../answer.ts'
import type { Check, Finding } from '../check.ts'
import { refusedBy } from '../signature.ts'

const answered = refusedBy({
  code: 'rate_limited',
  layer: 'edge',
  title: 'The site asks us to slow down',
  // A 429 with a challenge, or a block page, has a class of its own that says more.
  recognise: (answer) => (statusOf(answer) === 429 ? 0.85 : 0),
  cause(answer) {
    const wait = parseRetryAfter(headerOf(answer, 'retry-after'))
    return wait === null
      ? '(too many requests) and does not say how long to wait'
      : `(too many requests) and asks to wait ${describeWait(wait)}`
  },
  advise: (answer) => adviseToWait(parseRetryAfter(headerOf(answer, 'retry-after')) ?? 60_000),
})

/** By an answer of now, or by one that another request got a moment ago, whose time is not over yet. */
export const rateLimited: Check = {
  ...answered,
  look(evidence) {
    const found = answered.look(evidence)
    const isSaid = [evidence.discovery.best.home, ...evidence.decisive].some((answer) => statusOf(answer) === 503)
    if (found !== null || isSaid) return found
    const unsent = evidence.decisive.find(({ exchange }) => exchange.failure?.code === 'asked_to_wait')?.exchange
    if (unsent?.failure == null) return null
    const { method, url, failure } = unsent
    return {
      confidence: 0.85,
      cause: `${method} ${url.origin}${url.pathname} was not sent: ${failure.message}.`,
      ...adviseToWait(failure.waitMs),
    }
  },
}

function adviseToWait(ms: number): Omit<Finding, 'confidence' | 'cause'> {
  return {
    verdict: 'unavailable',
    fix: `Try again in ${describeWait(ms)}. If it comes back, a security plugin or the host counts requests to the API: raise its limit for our IP address.`,
    askHost: 'It gets "429 Too Many Requests". Please raise the limit for it on /wp-json/.',
  }
}

function describeWait(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`
}

import { parseRetryAfter } from '../../../http/retry-after.ts'
import { headerOf, statusOf } from '../../answer.ts'
import { refusedBy } from '../signature.ts'

export const rateLimited = refusedBy({
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
  advise(answer) {
    const wait = parseRetryAfter(headerOf(answer, 'retry-after'))
    return {
      verdict: 'unavailable',
      fix: `Try again in ${describeWait(wait ?? 60_000)}. If it comes back, a security plugin or the host counts requests to the API: raise its limit for our IP address.`,
      askHost: 'It gets "429 Too Many Requests". Please raise the limit for it on /wp-json/.',
    }
  },
})

function describeWait(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`
}

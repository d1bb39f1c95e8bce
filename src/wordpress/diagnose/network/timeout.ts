import { statusOf } from '../../answer.ts'
import type { Check } from '../check.ts'

/** A site that shows its home page and then hangs: a firewall that tarpits, or PHP that waits for something. */
export const timeout: Check = {
  code: 'timeout',
  layer: 'network',
  title: 'The site answers its home page, but not its API',
  look({ decisive, discovery }) {
    const { home } = discovery.best
    const hung = decisive.find(({ exchange }) => exchange.failure?.code === 'timeout')
    if (hung === undefined || home.exchange.response === null) return null
    // Where the site asked us to wait, that is the reason.
    if ([home, ...decisive].some((answer) => statusOf(answer) === 429 || statusOf(answer) === 503)) return null
    const { method, url, ms } = hung.exchange
    return {
      verdict: 'unavailable',
      confidence: hung === decisive[0] ? 0.8 : 0.5,
      cause: `The home page came, but ${method} ${url.origin}${url.pathname} had no answer after ${Math.round(ms / 1000)} s: ${hung.exchange.failure?.message}.`,
      fix: 'Try again in some minutes. If it stays like this, a security plugin or a firewall lets requests to the API hang, or PHP waits for something: look into the error log of PHP, and ask the host.',
      askHost:
        'The home page is answered, requests to the REST API are not. Please look for a firewall rule that drops them, or PHP workers that hang.',
    }
  },
}

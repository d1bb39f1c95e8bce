import type { Check } from '../check.ts'
import { shorten } from '../signature.ts'
import { withheldExchange } from '../withheld.ts'

/** The credential stayed here: the way to the API leads to a place that the user did not name. */
export const redirectStripsAuth: Check = {
  code: 'redirect_strips_auth',
  layer: 'rest',
  title: 'The API is at another address than the one typed',
  look(evidence) {
    const exchange = withheldExchange(evidence)
    if (exchange === undefined) return null
    const { url, hops } = exchange
    const { candidate, home } = evidence.discovery.best
    const downgraded = url.protocol === 'http:' && url.hostname === candidate.url.hostname
    const moved = home.exchange.url.hostname === url.hostname
    const finalUrl = moved ? home.exchange.url : new URL('/', url)
    const target = shorten(`${finalUrl.origin}${finalUrl.pathname}`, 200)
    const way = hops.length > 0 ? `is redirected to ${url.origin}` : `is at ${url.origin}`
    return {
      verdict: 'refused',
      confidence: 0.95,
      cause: `The API of ${candidate.url.host} ${way}, and your credential is for ${candidate.url.host} alone: it was not sent there, and WordPress would lose it in a redirect.`,
      fix: downgraded
        ? `The site leads from https to http. Set both addresses in Settings → General to https://. If it has no https at all, type ${target}`
        : `If that site is yours, type its final address: ${target} — or allow ${url.host} to get the credential.`,
      ...(downgraded ? {} : { oneClick: false }),
    }
  },
}

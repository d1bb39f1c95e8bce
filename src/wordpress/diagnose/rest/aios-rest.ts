import { refusedBy, says } from '../signature.ts'

/** It looks before WordPress has read the credential, so right ones are turned away as well. */
export const aiosRest = refusedBy({
  code: 'aios_rest',
  layer: 'rest',
  title: 'All-In-One Security closes the REST API to everybody',
  recognise: ({ exchange, envelope }, { discovery }) => {
    if ((exchange.response?.status ?? 0) < 400) return 0
    if (envelope !== null)
      return envelope.message.startsWith('You are not authorized to perform this action') ? 0.92 : 0
    return exchange !== discovery.best.home.exchange &&
      says({ exchange, envelope, json: null }, 'you are not authorized to perform this action.')
      ? 0.8
      : 0
  },
  cause: () => 'with "You are not authorized to perform this action.", the words of All-In-One Security',
  advise: () => ({
    verdict: 'refused',
    fix: 'In WordPress: WP Security → Firewall → WP REST API (older versions: Miscellaneous → WP REST API): untick "Disallow unauthorized REST requests". It turns application passwords away too.',
  }),
})

import type { Check } from '../check.ts'

export const dns: Check = {
  code: 'dns',
  layer: 'network',
  title: 'The domain name does not exist',
  look({ decisive, discovery }) {
    const exchange = decisive[0]?.exchange
    if (exchange?.failure?.code !== 'dns') return null
    const { host } = exchange.url
    const typed = discovery.typed.url
    const tried = discovery.visits.length > 1 && host === typed.host ? ', with and without www' : ''
    return {
      verdict: 'unavailable',
      confidence: 0.97,
      cause: `No address was found for ${host}${tried}: ${exchange.failure.message}.`,
      fix: 'Check the spelling. If it is right, the domain has expired or its DNS records are missing: look in the control panel of the registrar.',
    }
  },
}

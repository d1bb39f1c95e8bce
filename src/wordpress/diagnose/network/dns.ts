import type { Check } from '../check.ts'

export const dns: Check = {
  code: 'dns',
  layer: 'network',
  title: 'The domain name does not exist',
  look({ decisive, discovery }) {
    const failure = decisive[0]?.exchange.failure
    if (failure?.code !== 'dns') return null
    const host = discovery.best.candidate.url.hostname
    return {
      verdict: 'unavailable',
      confidence: 0.97,
      cause: `No address was found for ${host}: ${failure.message}.`,
      fix: 'Check the spelling. If it is right, the domain has expired or its DNS records are missing: look in the control panel of the registrar.',
    }
  },
}

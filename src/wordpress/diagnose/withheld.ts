import { isSameOrTwin } from '../../http/audience.ts'
import type { Exchange } from '../../http/exchange.ts'
import type { Evidence } from './evidence.ts'

/** The request that kept the credential here, since it led to a place that the person did not name. */
export function withheldExchange({ decisive }: Pick<Evidence, 'decisive'>): Exchange | undefined {
  return decisive.find((answer) => answer.exchange.failure?.code === 'credential_withheld')?.exchange
}

/** The host of the API, where that is another than the typed one. */
export function hostElsewhere({ discovery }: Pick<Evidence, 'discovery'>): string | null {
  const { root, best } = discovery
  return root === null || isSameOrTwin(root.url.hostname, best.candidate.url.hostname) ? null : root.url.host
}

/** A host that would get the credential if the person said yes to it: `example.com`, `example.com:8443`. */
export function withheldFrom(evidence: Evidence): string | null {
  const { url: typed } = evidence.discovery.best.candidate
  const kept = withheldExchange(evidence)?.url
  if (kept === undefined) return evidence.login === null ? hostElsewhere(evidence) : null
  // A yes is for a host, and never for going on without https.
  return kept.protocol === 'http:' && (typed.protocol === 'https:' || kept.hostname === typed.hostname)
    ? null
    : kept.host
}

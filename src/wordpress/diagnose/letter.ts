import { headerOf, statusOf } from '../answer.ts'
import type { Check, Finding } from './check.ts'
import type { Evidence } from './evidence.ts'

/** Layers that the host, rather than the site's owner, runs; classes of the others say themselves what to ask for. */
const hostLayers = new Set(['tls', 'edge', 'host'])

/**
 * A paragraph that a person can send to their host: the path to allow, our User-Agent, what was refused, and when.
 * `null` where the host has nothing to do with it (a wrong password, a role).
 */
export function writeLetter(
  evidence: Evidence,
  check: Pick<Check, 'layer'>,
  finding: Finding,
  from: { agent: string; at: Date },
): string | null {
  if (finding.verdict === 'not-wordpress') return null
  if (!hostLayers.has(check.layer) && finding.askHost === undefined) return null
  const [answer] = evidence.decisive
  if (answer === undefined) return null
  const { exchange } = answer
  const { root, best } = evidence.discovery
  const path = root?.style === 'query' ? `${root.url.pathname}?rest_route=/` : (root?.url.pathname ?? '/wp-json/')
  const trace = headerOf(answer, 'cf-ray') || headerOf(answer, 'x-sucuri-id') || headerOf(answer, 'x-request-id')
  const got = exchange.response === null ? (exchange.failure?.message ?? 'no answer') : `status ${statusOf(answer)}`
  const sentences = [
    `Hello, a service that I use to publish on ${best.candidate.url.host} cannot work with the site.`,
    `On ${from.at.toISOString().replace(/\.\d+Z$/, 'Z')} (UTC) it sent ${exchange.method} ${exchange.url.origin}${exchange.url.pathname} and got: ${got}${trace === '' ? '' : ` (trace ${trace.slice(0, 80)})`}.`,
    finding.askHost ?? `What it found: ${finding.cause}`,
  ]
  if (check.layer !== 'tls') {
    sentences.push(
      `Please let requests to ${path}* through to WordPress, with all methods (GET, POST, PUT, PATCH, DELETE), JSON bodies and the Authorization header. The service names itself with the User-Agent "${from.agent}".`,
    )
  }
  return sentences.join(' ')
}

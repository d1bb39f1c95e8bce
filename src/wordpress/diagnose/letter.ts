import { headerOf, statusOf } from '../answer.ts'
import type { Check, Finding } from './check.ts'
import type { Evidence } from './evidence.ts'

/** Layers that a host, rather than the site's owner, can open. */
const hostLayers = new Set(['tls', 'edge', 'host', 'rest', 'login'])

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
  if (!hostLayers.has(check.layer) || finding.verdict === 'not-wordpress') return null
  if (check.layer === 'login' && finding.askHost === undefined) return null
  const [answer] = evidence.decisive
  if (answer === undefined) return null
  const { exchange } = answer
  const path = evidence.discovery.root?.url.pathname ?? '/wp-json/'
  const trace = headerOf(answer, 'cf-ray') || headerOf(answer, 'x-sucuri-id') || headerOf(answer, 'x-request-id')
  const got = exchange.response === null ? (exchange.failure?.message ?? 'no answer') : `status ${statusOf(answer)}`
  return [
    `Hello, a service that I use to publish on ${evidence.discovery.best.candidate.url.host} is refused.`,
    `On ${from.at.toISOString().replace(/\.\d+Z$/, 'Z')} (UTC) it sent ${exchange.method} ${exchange.url.origin}${exchange.url.pathname} and got ${got}${trace === '' ? '' : ` (trace ${trace})`}.`,
    finding.askHost ?? `What it found: ${finding.cause}`,
    `Please let requests to ${path}* with an Authorization header through to WordPress. The service names itself with the User-Agent "${from.agent}".`,
  ].join(' ')
}

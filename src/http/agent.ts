import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { Agent, buildConnector } from 'undici'
import { HubError } from '../errors/hub-error.ts'
import type { AddressGuard } from './address-guard.ts'
import type { Limits } from './exchange.ts'

export interface AgentOptions {
  readonly guard: AddressGuard
  readonly limits: Limits
  readonly perOrigin: number
  /** Further certificate authorities, PEM, one or more in each. */
  readonly ca: readonly string[]
}

/** Longest that an idle connection is kept, in ms, whatever a site proposes. */
const mostIdleMs = 60_000

/**
 * Keep-alive pools, one an origin. Each new connection passes the guard; certificates are always verified. Proxy variables
 * of the environment have no say, since only this agent connects. Throws `bad_setting` when `ca` holds no certificate.
 */
export function createAgent({ guard, limits, perOrigin, ca }: AgentOptions): Agent {
  const connect = buildConnector({
    lookup: guard.lookup,
    timeout: limits.connectMs,
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 has no power here.
    rejectUnauthorized: true,
    ...(ca.length === 0 ? {} : { secureContext: createTrust(ca) }),
  })
  return new Agent({
    connections: perOrigin,
    pipelining: 1,
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    keepAliveMaxTimeout: mostIdleMs,
    maxHeaderSize: 64 * 1024,
    connect(target, callback) {
      try {
        guard.checkLiteral(target.hostname)
      } catch (error) {
        callback(error instanceof Error ? error : new Error(String(error)), null)
        return
      }
      connect(target, callback)
    },
  })
}

/** Made once: loading the system's authorities anew for each connection costs milliseconds. */
function createTrust(ca: readonly string[]): SecureContext {
  for (const pem of ca) checkCertificates(pem)
  return createSecureContext({ ca: [...getCACertificates('default'), ...ca] })
}

/** TLS itself ignores what it cannot read, and then trusts less than was asked for. */
function checkCertificates(pem: string): void {
  const blocks = pem.match(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END/g) ?? []
  try {
    if (blocks.length === 0) throw new Error('no PEM block')
    for (const block of blocks) new X509Certificate(`${block} CERTIFICATE-----`.replace(/TRUSTED |X509 /, ''))
  } catch (cause) {
    throw new HubError('bad_setting', 'A further certificate authority is not a PEM certificate', { cause })
  }
}

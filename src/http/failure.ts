import type { PeerCertificate } from 'node:tls'
import { HubError } from '../errors/hub-error.ts'

/** How an exchange ended without an answer. */
export type FailureCode =
  | 'dns'
  | 'unreachable'
  | 'tls_name'
  | 'tls_untrusted'
  | 'tls_protocol'
  | 'timeout'
  | 'connection_lost'
  | 'address_refused'
  | 'credential_withheld'
  | 'too_many_redirects'
  | 'too_large'
  | 'bad_answer'

export interface TransportFailure {
  readonly code: FailureCode
  /** A short sentence without method and address. */
  readonly message: string
  /** The system's or library's own code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), where there is one. */
  readonly systemCode: string | null
  /** Whether the request may have reached the other side, so that a write may have happened. */
  readonly sent: boolean
  /** What the certificate is for, by `tls_name`; where a refused redirect led, by `credential_withheld`. */
  readonly detail: readonly string[]
}

const untrusted = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'INVALID_CA',
])

const untrustedReason: Record<string, string> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain ends in a self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate chain is incomplete or its authority is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate chain is incomplete or its authority is unknown',
}

const unreachable: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  EHOSTDOWN: 'the host is down',
  EADDRNOTAVAIL: 'the address is not available',
  EACCES: 'the connection was forbidden',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ETIMEDOUT: 'no connection in time',
}

/** Sorts what undici, the system or TLS threw. Aborts by the caller are not failures and must be handled before. */
export function classifyFailure(thrown: unknown): TransportFailure {
  const error = innermost(thrown)
  const code = codeOf(error)
  const base = { systemCode: code, sent: false, detail: [] }
  if (error instanceof HubError) return { ...base, code: 'address_refused', message: error.message }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA' || code === 'EAI_NONAME') {
    return {
      ...base,
      code: 'dns',
      message: code === 'EAI_AGAIN' ? 'the name server did not answer' : 'the name does not exist',
    }
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = certificateNames(error)
    return {
      ...base,
      code: 'tls_name',
      message: `the certificate is for ${names.join(', ') || 'another name'}`,
      detail: names,
    }
  }
  if (code !== null && untrusted.has(code)) {
    return { ...base, code: 'tls_untrusted', message: untrustedReason[code] ?? 'the certificate is not trusted' }
  }
  if (code !== null && /^(EPROTO|ERR_SSL_|ERR_TLS_)/.test(code)) {
    return { ...base, code: 'tls_protocol', message: 'the TLS handshake failed' }
  }
  if (code !== null && code in unreachable) return { ...base, code: 'unreachable', message: unreachable[code] ?? code }
  if (
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT' ||
    (error instanceof Error && error.name === 'TimeoutError')
  ) {
    return { ...base, code: 'timeout', message: 'no answer in time', sent: true }
  }
  if (code !== null && /^(HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES|Z_|ERR__?ERROR)/.test(code)) {
    return { ...base, code: 'bad_answer', message: 'the answer is not valid HTTP', sent: true }
  }
  const message =
    code === null && error instanceof Error ? error.message : 'the connection was cut before the answer was complete'
  return { ...base, code: 'connection_lost', message, sent: true }
}

/** AggregateErrors (happy eyeballs) and `cause` chains, followed to the error that says something. */
function innermost(thrown: unknown): unknown {
  let error = thrown
  for (let depth = 0; depth < 5; depth++) {
    if (error instanceof HubError) return error
    if (error instanceof AggregateError && error.errors.length > 0) error = error.errors[0]
    else if (error instanceof Error && error.cause instanceof Error && codeOf(error) === null) error = error.cause
    else return error
  }
  return error
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

function certificateNames(error: unknown): string[] {
  if (!(error instanceof Error) || !('cert' in error)) return []
  const certificate = error.cert as Partial<PeerCertificate>
  const names = (certificate.subjectaltname ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''))
  const subject = certificate.subject?.CN
  return [...new Set([...names, ...(typeof subject === 'string' ? [subject] : [])])]
    .filter((name) => name !== '')
    .slice(0, 10)
}

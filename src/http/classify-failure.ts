import type { PeerCertificate } from 'node:tls'
import { HubError } from '../errors/hub-error.ts'
import { failure, type TransportFailure } from './failure.ts'
import { printable } from './printable.ts'

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

const unresolved: Record<string, string> = {
  ENOTFOUND: 'the name does not exist',
  EAI_NODATA: 'the name has no address',
  EAI_NONAME: 'the name does not exist',
  EAI_AGAIN: 'the name server did not answer',
  EAI_FAIL: 'the name server failed',
  ETIMEOUT: 'the name server did not answer',
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

/** The libraries' codes for what a site may send wrong, with what to say about it. */
const invalid: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, 'the headers of the answer are too large'],
  [/^Z_BUF_ERROR$/, 'the compressed answer ends too early'],
  [/^Z_|^ERR_?_?(?:BROTLI|ERROR|DECODER)/, 'the compressed answer is damaged'],
  [/^HPE_/, 'the answer is not valid HTTP'],
]

/** Codes that tell of an end in the middle of an answer, though they sound like a protocol error. */
const cut = new Set(['HPE_INVALID_EOF_STATE', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])

/**
 * Sorts what undici, the system, TLS or zlib threw. Aborts by the caller are not failures and must be handled before.
 * @param sent whether the request had begun to be written
 */
export function classifyFailure(thrown: unknown, sent: boolean): TransportFailure {
  const error = innermost(thrown)
  const systemCode = codeOf(error)
  const base = { systemCode, sent }
  if (error instanceof HubError) return failure('address_refused', error.message, { ...base, systemCode: null })
  const code = systemCode ?? ''
  if (code in unresolved) return failure('dns', unresolved[code] ?? code, base)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = certificateNames(error)
    return failure('tls_name', `the certificate is for ${names.join(', ') || 'another name'}`, {
      ...base,
      detail: names,
    })
  }
  if (untrusted.has(code)) {
    return failure('tls_untrusted', untrustedReason[code] ?? 'the certificate is not trusted', base)
  }
  if (/^(?:EPROTO|ERR_SSL_|ERR_TLS_)/.test(code)) return failure('tls_protocol', 'the TLS handshake failed', base)
  if (code in unreachable) return failure('unreachable', unreachable[code] ?? code, base)
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return failure('timeout', 'no answer in time', base)
  }
  const fault = cut.has(code) ? undefined : invalid.find(([pattern]) => pattern.test(code))
  if (fault !== undefined) return failure('bad_answer', fault[1], base)
  return failure(
    'connection_lost',
    sent ? 'the connection was cut before the answer was complete' : 'the connection was cut',
    base,
  )
}

/** Whether undici refused the request itself: a header with a line break, another scheme, a content length that is not the body's. */
export function isMisuse(thrown: unknown): boolean {
  return /^UND_ERR_(?:INVALID_ARG|NOT_SUPPORTED|REQ_)/.test(codeOf(thrown) ?? '')
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
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  // undici 8 looks the parser's code up the wrong way round and says none.
  if (error.name !== 'HTTPParserError') return null
  return error.message.includes('Invalid EOF state') ? 'HPE_INVALID_EOF_STATE' : 'HPE_INVALID'
}

function certificateNames(error: unknown): string[] {
  if (!(error instanceof Error) || !('cert' in error)) return []
  const certificate = error.cert as Partial<PeerCertificate>
  const names = (certificate.subjectaltname ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''))
  const subject = certificate.subject?.CN
  return [...new Set([...names, ...(typeof subject === 'string' ? [subject] : [])])]
    .filter((name) => name !== '')
    .slice(0, 10)
    .map((name) => printable(name, 253))
}

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

export function failure(
  code: FailureCode,
  message: string,
  more: Partial<Pick<TransportFailure, 'systemCode' | 'sent' | 'detail'>> = {},
): TransportFailure {
  return { code, message, systemCode: null, sent: false, detail: [], ...more }
}

/** How an exchange ended without an answer. */
export type FailureCode =
  | 'dns'
  | 'unreachable'
  | 'tls_name'
  | 'tls_untrusted'
  | 'tls_protocol'
  | 'timeout'
  /** The host wants to be left alone (Retry-After) for longer than there is time; nothing was sent. */
  | 'asked_to_wait'
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
  /** How long the host is to be left alone yet, in ms, by `asked_to_wait`; else 0. */
  readonly waitMs: number
}

export function failure(
  code: FailureCode,
  message: string,
  more: Partial<Pick<TransportFailure, 'systemCode' | 'sent' | 'detail' | 'waitMs'>> = {},
): TransportFailure {
  return { code, message, systemCode: null, sent: false, detail: [], waitMs: 0, ...more }
}

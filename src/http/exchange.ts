import type { TransportFailure } from './failure.ts'

export interface Limits {
  /** Until the connection stands, in ms, name resolution and TLS included. Set once for all requests, by `createHttp`. */
  readonly connectMs: number
  /** From the request sent to the answer's headers, in ms. */
  readonly headersMs: number
  /** Longest silence while the body arrives, in ms. */
  readonly bodyMs: number
  /** All hops together, in ms. */
  readonly totalMs: number
  /** Bytes of body after decompression. */
  readonly bytes: number
  readonly redirects: number
}

export const defaultLimits: Limits = {
  connectMs: 8_000,
  headersMs: 12_000,
  bodyMs: 10_000,
  totalMs: 30_000,
  bytes: 10 * 1024 * 1024,
  redirects: 6,
}

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  /** What the request is for, in a few words, for people who read the attempts. */
  readonly purpose: string
  /** Those that are secret by their name (cookie, x-api-key, …) make the request `confidential`. */
  readonly headers?: Readonly<Record<string, string>>
  /** A Blob is read while it is sent, again for each redirect: one that lies in a file is never in memory as a whole. */
  readonly body?: string | Uint8Array | Blob
  /** Value of the Authorization header. Sent to the session's audience alone. */
  readonly authorization?: string
  /** The body or the address holds a secret: to the session's audience alone, as with `authorization`. */
  readonly confidential?: boolean
  /** `follow` (the default) follows GET and HEAD, and 307 and 308 of the others; a redirect that would turn a POST into a GET is returned as it is. */
  readonly redirect?: 'follow' | 'manual'
  /** Ask even while the host wants to be left alone; any answer but 429 and 503 ends that. For the one question whether it still does. */
  readonly despitePause?: boolean
  /** What to do with a body over `limits.bytes`: fail (the default), or stop reading and keep what has come. */
  readonly onTooLarge?: 'fail' | 'truncate'
  /** Takes the body of a 200 piece by piece, after decompression: the answer has no `bytes` then. `limits.bytes` holds all the same. */
  readonly into?: (chunk: Uint8Array) => Promise<void>
  readonly limits?: Partial<Omit<Limits, 'connectMs'>>
  /**
   * Unix ms: nothing is sent after it, and nobody waits any longer. Asked at the moment when the request is written, and
   * before each further piece of a long body: a process that was stopped, or a computer that slept, sends nothing late.
   */
  readonly notAfter?: number
  readonly signal?: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case; repeated headers joined by `, `, the same value once. */
  readonly headers: Readonly<Record<string, string>>
  /** After decompression. The body of a redirect is cut at 64 KB. */
  readonly bytes: Uint8Array
  /** The body as text, by the charset of Content-Type (UTF-8 where none or an unknown one is named). Read when it is asked for. */
  readonly text: string
  readonly truncated: boolean
}

/** One redirect that was followed. */
export interface Hop {
  readonly status: number
  readonly from: URL
  readonly to: URL
}

/** One request with what became of it: exactly one of `response` and `failure` is there. */
export interface Exchange {
  readonly method: string
  /** Where the answer came from: after redirects, another than was asked. */
  readonly url: URL
  readonly asked: URL
  readonly hops: readonly Hop[]
  readonly response: HttpResponse | null
  readonly failure: TransportFailure | null
  /** All hops together, in ms. */
  readonly ms: number
}

/** One hop as evidence: redacted, plain JSON. */
export interface Attempt {
  readonly method: string
  readonly url: string
  readonly purpose: string
  /** `null` when no answer came. */
  readonly status: number | null
  readonly ms: number
  /** A few words: what the answer was, or why there was none. */
  readonly outcome: string
}

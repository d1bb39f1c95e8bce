import { userAgent } from '../config/product.ts'
import { createRedactor, type Redactor } from '../log/redact.ts'
import { type AddressGuard, createAddressGuard } from './address-guard.ts'
import { createAgent } from './agent.ts'
import type { Audience } from './audience.ts'
import { type Attempt, defaultLimits, type Exchange, type HttpRequest, type Limits } from './exchange.ts'
import { exchange } from './follow.ts'
import type { Line } from './hop.ts'
import { createPauses } from './pauses.ts'

export interface HttpOptions {
  readonly guard?: AddressGuard
  readonly userAgent?: string
  /** Further certificate authorities, PEM. They are trusted beside the system's, and `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: readonly string[]
  readonly limits?: Partial<Limits>
  /** Connections to one origin at a time; more requests wait. */
  readonly perOrigin?: number
}

export interface SessionOptions {
  /** Who may receive credentials. Without one, no credential is sent at all. */
  readonly audience?: Audience
  readonly redactor?: Redactor
  /**
   * For sites that limit requests per account (Webflow: per token) rather than per address: whom they count, in a word of
   * ours, such as the id of the connection (never the token itself). A 429 then pauses sessions with the same key alone, at
   * that host; a 503 still pauses all. Default: one pause for the whole host.
   */
  readonly pauseKey?: string
  readonly signal?: AbortSignal
  /** Time left for the whole session, in ms, asked before each request. */
  readonly remainingMs?: () => number
  readonly onAttempt?: (attempt: Attempt) => void
}

/** A series of requests for one purpose, with its attempts as evidence. */
export interface HttpSession {
  /**
   * Sends one request. What the network or the site does is a value. Throws only `cancelled` (a signal, or `close`) and
   * `bad_input` for a request that cannot be written as HTTP.
   */
  exchange(request: HttpRequest): Promise<Exchange>
  /** The newest 1,000, oldest first. */
  readonly attempts: readonly Attempt[]
  readonly redactor: Redactor
  /** How we name ourselves in this session's requests. */
  readonly userAgent: string
  /** The same session for another audience (once it is known where credentials may go); attempts are shared. */
  withAudience(audience: Audience): HttpSession
}

/** The only way out of the process. */
export interface Http {
  session(options?: SessionOptions): HttpSession
  /** Cancels what is under way and closes all connections. */
  close(): Promise<void>
}

const mostAttempts = 1000

/** Throws `bad_setting` when `ca` holds no certificate. */
export function createHttp(options: HttpOptions = {}): Http {
  const closing = new AbortController()
  const limits = { ...defaultLimits, ...options.limits }
  const agent = createAgent({
    guard: options.guard ?? createAddressGuard(),
    limits,
    perOrigin: options.perOrigin ?? 6,
    ca: options.ca ?? [],
  })
  const shared = { agent, limits, pauses: createPauses(), userAgent: options.userAgent ?? userAgent() }
  return {
    session(session = {}) {
      const attempts: Attempt[] = []
      return createSession(
        {
          ...shared,
          audience: session.audience ?? null,
          pauseKey: session.pauseKey ?? null,
          redactor: session.redactor ?? createRedactor(),
          signals: session.signal === undefined ? [closing.signal] : [closing.signal, session.signal],
          remainingMs: session.remainingMs ?? (() => Number.POSITIVE_INFINITY),
          onAttempt(attempt) {
            attempts.push(attempt)
            if (attempts.length > mostAttempts) attempts.shift()
            session.onAttempt?.(attempt)
          },
        },
        attempts,
      )
    },
    async close() {
      closing.abort()
      await agent.destroy()
    },
  }
}

function createSession(line: Line, attempts: readonly Attempt[]): HttpSession {
  return {
    attempts,
    redactor: line.redactor,
    userAgent: line.userAgent,
    withAudience: (audience) => createSession({ ...line, audience }, attempts),
    exchange: (request) => exchange(line, request),
  }
}

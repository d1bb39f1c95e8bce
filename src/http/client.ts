import { getCACertificates } from 'node:tls'
import { Agent, buildConnector, type Dispatcher, request as undiciRequest } from 'undici'
import { userAgent } from '../config/product.ts'
import { HubError } from '../errors/hub-error.ts'
import { createRedactor, type Redactor } from '../log/redact.ts'
import { type AddressGuard, createAddressGuard } from './address-guard.ts'
import type { Audience } from './audience.ts'
import { decodeText, readBody } from './body.ts'
import {
  type Attempt,
  defaultLimits,
  type Exchange,
  type Hop,
  type HttpRequest,
  type HttpResponse,
  type Limits,
} from './exchange.ts'
import { classifyFailure, type TransportFailure } from './failure.ts'
import { createPauses, type Pauses } from './pauses.ts'
import { parseRetryAfter } from './retry-after.ts'

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
  readonly signal?: AbortSignal
  /** Time left for the whole session, in ms, asked before each request. */
  readonly remainingMs?: () => number
  readonly onAttempt?: (attempt: Attempt) => void
}

/** A series of requests for one purpose, with its attempts as evidence. */
export interface HttpSession {
  /** Sends one request. What the network or the site does is a value; only cancelling throws (`cancelled`). */
  exchange(request: HttpRequest): Promise<Exchange>
  readonly attempts: readonly Attempt[]
  readonly redactor: Redactor
  /** The same session for another audience (once it is known where credentials may go); attempts are shared. */
  withAudience(audience: Audience): HttpSession
}

/** The only way out of the process. */
export interface Http {
  session(options?: SessionOptions): HttpSession
  close(): Promise<void>
}

const redirectStatus = new Set([301, 302, 303, 307, 308])

export function createHttp(options: HttpOptions = {}): Http {
  const guard = options.guard ?? createAddressGuard()
  const limits = { ...defaultLimits, ...options.limits }
  const agent = createAgent(guard, limits, options)
  const pauses = createPauses()
  const name = options.userAgent ?? userAgent()
  return {
    session: (session = {}) =>
      createSession({
        agent,
        pauses,
        limits,
        name,
        session,
        attempts: [],
        redactor: session.redactor ?? createRedactor(),
      }),
    close: () => agent.destroy(),
  }
}

function createAgent(guard: AddressGuard, limits: Limits, options: HttpOptions): Agent {
  const connect = buildConnector({
    lookup: guard.lookup,
    timeout: limits.connectMs,
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 has no power here.
    rejectUnauthorized: true,
    ...(options.ca === undefined ? {} : { ca: [...getCACertificates('default'), ...options.ca] }),
  })
  return new Agent({
    connections: options.perOrigin ?? 6,
    pipelining: 1,
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    maxHeaderSize: 64 * 1024,
    connect(target, callback) {
      try {
        guard.checkLiteral(target.hostname)
      } catch (error) {
        callback(error as Error, null)
        return
      }
      connect(target, callback)
    },
  })
}

interface SessionState {
  readonly agent: Agent
  readonly pauses: Pauses
  readonly limits: Limits
  readonly name: string
  readonly session: SessionOptions
  readonly attempts: Attempt[]
  readonly redactor: Redactor
}

function createSession(state: SessionState): HttpSession {
  return {
    attempts: state.attempts,
    redactor: state.redactor,
    withAudience: (audience) => createSession({ ...state, session: { ...state.session, audience } }),
    exchange: (request) => exchange(state, request),
  }
}

/** Follows redirects by hand, so that each hop is guarded, counted, recorded, and may or may not get the credential. */
async function exchange(state: SessionState, request: HttpRequest): Promise<Exchange> {
  const limits = { ...state.limits, ...request.limits }
  const method = request.method ?? 'GET'
  const started = performance.now()
  const remaining = Math.min(limits.totalMs, state.session.remainingMs?.() ?? Number.POSITIVE_INFINITY)
  const deadline = started + Math.max(remaining, 0)
  const hops: Hop[] = []
  let url = request.url
  for (;;) {
    const outcome = await sendOnce(state, request, { method, url, limits, deadline })
    const end = (result: HttpResponse | TransportFailure): Exchange => ({
      method,
      url,
      asked: request.url,
      hops,
      response: 'status' in result ? result : null,
      failure: 'status' in result ? null : result,
      ms: Math.round(performance.now() - started),
    })
    if (!('status' in outcome)) return end(outcome)
    const next = request.redirect === 'manual' ? null : redirectTarget(outcome, method, url)
    if (next === null) return end(outcome)
    if (hops.length >= limits.redirects) {
      return end(failure('too_many_redirects', `more than ${limits.redirects} redirects`))
    }
    hops.push({ status: outcome.status, from: url, to: next })
    url = next
  }
}

/** Where an answer redirects to, or `null` when it does not, or following it would change a POST into a GET. */
function redirectTarget(response: HttpResponse, method: string, from: URL): URL | null {
  const location = response.headers.location
  if (!redirectStatus.has(response.status) || location === undefined) return null
  if (method !== 'GET' && method !== 'HEAD' && response.status !== 307 && response.status !== 308) return null
  if (!URL.canParse(location, from.href)) return null
  const to = new URL(location, from)
  to.username = ''
  to.password = ''
  return to.protocol === 'http:' || to.protocol === 'https:' ? to : null
}

interface Leg {
  readonly method: NonNullable<HttpRequest['method']>
  readonly url: URL
  readonly limits: Limits
  readonly deadline: number
}

async function sendOnce(state: SessionState, request: HttpRequest, leg: Leg): Promise<HttpResponse | TransportFailure> {
  const started = performance.now()
  const record = (status: number | null, outcome: string): void => {
    const attempt: Attempt = {
      method: leg.method,
      url: state.redactor.url(leg.url),
      purpose: request.purpose,
      status,
      ms: Math.round(performance.now() - started),
      outcome: state.redactor.text(outcome),
    }
    state.attempts.push(attempt)
    state.session.onAttempt?.(attempt)
  }
  throwIfCancelled(state, request)
  const secret = request.authorization !== undefined || request.confidential === true
  if (secret && !(state.session.audience?.allows(leg.url) ?? false)) {
    const withheld = failure('credential_withheld', `the credential is not for ${leg.url.host}`, [leg.url.origin])
    record(null, withheld.message)
    return withheld
  }
  const wait = state.pauses.remaining(leg.url.host)
  const left = leg.deadline - started
  if (left <= 0 || wait >= left) {
    const late = failure('timeout', wait > 0 ? `the site asked to wait ${Math.ceil(wait / 1000)} s` : 'no time left')
    record(null, late.message)
    return late
  }
  const timeLimit = AbortSignal.timeout(left)
  const cancel = [state.session.signal, request.signal].filter((signal) => signal !== undefined)
  const signal = AbortSignal.any([timeLimit, ...cancel])
  try {
    if (wait > 0) await state.pauses.wait(leg.url.host, signal)
    const response = await send(state, request, leg, signal)
    if (response.status === 429 || response.status === 503) {
      const pause = parseRetryAfter(response.headers['retry-after'])
      if (pause !== null) state.pauses.pause(leg.url.host, pause)
    }
    if (response.truncated && request.onTooLarge !== 'truncate') {
      const large = failure('too_large', `the answer is larger than ${leg.limits.bytes} bytes`, [], true)
      record(response.status, large.message)
      return large
    }
    record(response.status, describeAnswer(response))
    return response
  } catch (thrown) {
    throwIfCancelled(state, request, thrown)
    const failed = timeLimit.aborted ? failure('timeout', 'no answer in time', [], true) : classifyFailure(thrown)
    record(null, failed.message)
    return failed
  }
}

async function send(state: SessionState, request: HttpRequest, leg: Leg, signal: AbortSignal): Promise<HttpResponse> {
  const answer: Dispatcher.ResponseData = await undiciRequest(leg.url, {
    dispatcher: state.agent,
    method: leg.method,
    signal,
    headersTimeout: leg.limits.headersMs,
    bodyTimeout: leg.limits.bodyMs,
    headers: {
      'user-agent': state.name,
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      // Some firewalls refuse POSTs without a Referer (Wordfence's "blank User-Agent and Referer").
      referer: `${leg.url.origin}/`,
      ...request.headers,
      ...(request.authorization === undefined ? {} : { authorization: request.authorization }),
    },
    body: request.body ?? null,
  })
  const headers: Record<string, string> = {}
  for (const [header, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[header.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  const { bytes, truncated } = await readBody(answer.body, headers['content-encoding'], leg.limits.bytes)
  return { status: answer.statusCode, headers, bytes, text: decodeText(bytes, headers['content-type']), truncated }
}

function describeAnswer(response: HttpResponse): string {
  const location = response.headers.location
  if (location !== undefined && redirectStatus.has(response.status)) return `redirects to ${location}`
  const type = (response.headers['content-type'] ?? 'no content type').split(';')[0]
  return `${type}, ${response.bytes.length} bytes`
}

function failure(
  code: TransportFailure['code'],
  message: string,
  detail: readonly string[] = [],
  sent = false,
): TransportFailure {
  return { code, message, systemCode: null, sent, detail }
}

function throwIfCancelled(state: SessionState, request: HttpRequest, cause?: unknown): void {
  if (state.session.signal?.aborted || request.signal?.aborted) throw new HubError('cancelled', 'Cancelled', { cause })
}

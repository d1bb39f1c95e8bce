import type { Agent } from 'undici'
import { HubError } from '../errors/hub-error.ts'
import type { Redactor } from '../log/redact.ts'
import { isSecretHeader } from '../log/secret-names.ts'
import { traced } from '../log/trace.ts'
import { describeAttempt, type HopResult } from './attempt.ts'
import type { Audience } from './audience.ts'
import { classifyFailure, isMisuse } from './classify-failure.ts'
import type { Attempt, HttpRequest, HttpResponse, Limits } from './exchange.ts'
import { failure, type TransportFailure } from './failure.ts'
import type { Pauses } from './pauses.ts'
import { printable } from './printable.ts'
import { parseRetryAfter } from './retry-after.ts'
import { send } from './send.ts'
import { createTimeLimit } from './time-limit.ts'

/** What all requests of a session share. */
export interface Line {
  readonly agent: Agent
  readonly pauses: Pauses
  /** Whom the site counts our requests for; `null` for everybody. */
  readonly pauseKey: string | null
  readonly limits: Limits
  readonly userAgent: string
  readonly audience: Audience | null
  readonly redactor: Redactor
  /** Any of them cancels. */
  readonly signals: readonly AbortSignal[]
  readonly remainingMs: () => number
  readonly onAttempt: (attempt: Attempt) => void
}

/** One address on the way of a request. */
export interface HopTarget {
  readonly method: NonNullable<HttpRequest['method']>
  readonly url: URL
  readonly limits: Limits
  /** On the clock of `performance.now()`. */
  readonly deadline: number
}

/**
 * Sends a request to one address: withheld where a credential does not belong, waiting where the host asked for it, recorded
 * however it ends. Throws `cancelled`, and `bad_input` for a request that cannot be written as HTTP.
 */
export async function sendHop(
  line: Line,
  request: HttpRequest,
  hop: HopTarget,
): Promise<HttpResponse | TransportFailure> {
  throwIfCancelled(line, request)
  const asked = { method: hop.method, url: hop.url, purpose: request.purpose, started: performance.now() }
  let result: HopResult | null = null
  try {
    const refusal = withhold(line, request, hop) ?? refuseLate(line, request, hop, asked.started)
    result =
      refusal === null
        ? await traced(`${hop.method} ${hop.url.host}`, { 'url.full': line.redactor.url(hop.url) }, () =>
            sendInTime(line, request, hop, asked.started),
          )
        : { outcome: refusal, status: null }
  } finally {
    line.onAttempt(describeAttempt(line.redactor, asked, result))
  }
  return result.outcome
}

function withhold(line: Line, request: HttpRequest, hop: HopTarget): TransportFailure | null {
  if (!isConfidential(request, line.redactor) || line.audience?.allows(hop.url)) return null
  const message = `the credential is not for ${hop.url.host}`
  return failure('credential_withheld', message, { detail: [hop.url.origin] })
}

/** By what the caller said, by the names of headers, and by what the redactor knows to be secret: forgetting one of them leaks nothing. */
function isConfidential(request: HttpRequest, redactor: Redactor): boolean {
  if (request.authorization !== undefined || request.confidential === true) return true
  if (typeof request.body === 'string' && redactor.holdsSecret(request.body)) return true
  return Object.entries(request.headers ?? {}).some(
    ([name, value]) => isSecretHeader(name) || (!isNegotiation(name) && redactor.holdsSecret(value)),
  )
}

/** Headers of well-known words, among which "json" or "html" is nobody's password even if it is. */
function isNegotiation(name: string): boolean {
  return /^(?:accept|content-type)$/i.test(name)
}

function refuseLate(line: Line, request: HttpRequest, hop: HopTarget, now: number): TransportFailure | null {
  const wait = request.despitePause === true ? 0 : line.pauses.remaining(pausesOf(line, hop.url))
  const left = hop.deadline - now
  if (left > 0 && wait < left) return null
  if (wait === 0) return failure('timeout', 'no time left')
  return failure('asked_to_wait', `the site asked to wait ${Math.ceil(wait / 1000)} s`, { waitMs: wait })
}

async function sendInTime(line: Line, request: HttpRequest, hop: HopTarget, started: number): Promise<HopResult> {
  const timeLimit = createTimeLimit(hop.deadline - started, signalsOf(line, request))
  let sent = false
  let isLate = false
  const beforeWriting = (): void => {
    // Two clocks: the first cannot be set, the second goes on while a computer sleeps.
    isLate = performance.now() >= hop.deadline || (request.notAfter !== undefined && Date.now() >= request.notAfter)
    if (isLate) throw new Error('too late to write')
    sent = true
  }
  try {
    if (request.despitePause !== true) await line.pauses.wait(pausesOf(line, hop.url), timeLimit.signal)
    const leg = { ...hop, userAgent: line.userAgent, signal: timeLimit.signal, beforeWriting }
    return judge(line, request, hop, await send(line.agent, request, leg))
  } catch (thrown) {
    throwIfCancelled(line, request, thrown)
    if (isMisuse(thrown)) throw new HubError('bad_input', 'The request cannot be written as HTTP', { cause: thrown })
    if (isLate && !sent) return { outcome: failure('timeout', 'no time left'), status: null }
    if (isLate || timeLimit.isOver())
      return { outcome: failure('timeout', 'no answer in time', { sent }), status: null }
    const failed = classifyFailure(thrown, sent)
    return { outcome: { ...failed, message: printable(line.redactor.text(failed.message), 300) }, status: null }
  } finally {
    timeLimit.release()
  }
}

function judge(line: Line, request: HttpRequest, hop: HopTarget, response: HttpResponse): HopResult {
  const { status } = response
  if (status === 429 || status === 503) {
    const pause = parseRetryAfter(response.headers['retry-after'])
    // Too many requests are those of one account; a site in maintenance is so for all.
    const [host, own] = pausesOf(line, hop.url)
    if (pause !== null) line.pauses.pause(status === 429 ? own : host, pause)
  } else if (request.despitePause === true) {
    line.pauses.lift(pausesOf(line, hop.url))
  }
  if (!response.truncated || request.onTooLarge === 'truncate') return { outcome: response, status }
  return {
    outcome: failure('too_large', `the answer is larger than ${hop.limits.bytes} bytes`, { sent: true }),
    status,
  }
}

/** The names of the pauses that a request keeps to: the host's, and its account's there. */
function pausesOf({ pauseKey }: Line, { host }: URL): readonly [host: string, own: string] {
  return [host, pauseKey === null ? host : `${host} ${pauseKey}`]
}

function signalsOf(line: Line, request: HttpRequest): AbortSignal[] {
  return request.signal === undefined ? [...line.signals] : [...line.signals, request.signal]
}

function throwIfCancelled(line: Line, request: HttpRequest, cause?: unknown): void {
  if (signalsOf(line, request).some((signal) => signal.aborted)) throw new HubError('cancelled', 'Cancelled', { cause })
}

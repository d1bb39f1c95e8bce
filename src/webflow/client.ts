import { setTimeout as sleep } from 'node:timers/promises'
import { HubError } from '../errors/hub-error.ts'
import { createAudience } from '../http/audience.ts'
import type { HttpSession } from '../http/client.ts'
import type { Exchange, HttpRequest } from '../http/exchange.ts'
import { parseRetryAfter } from '../http/retry-after.ts'
import type { Redactor } from '../log/redact.ts'
import { parseJson, refusalOf } from './refusal.ts'

/*
 * Made from the public description of the Data API v2 (github.com/webflow/openapi-spec, developers.webflow.com) and from
 * public reports of its answers. Tested against a local server that behaves as described; untested against the real service.
 */

/** Where the Data API v2 is. */
const webflowApi = new URL('https://api.webflow.com/v2/')

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** The Data API of Webflow, called with one token. What it answers is given as JSON; refusals are thrown (see `refusalOf`). */
export interface WebflowClient {
  /** Reads. Repeated by itself after a lost answer, a 5xx and a 429. */
  get(path: string, query?: Query): Promise<unknown>
  /**
   * Writes. Repeated by itself after a 429 alone, which says that nothing was done; a lost answer is `answer_lost`. `null` for
   * an answer without a body.
   */
  post(path: string, body: object, query?: Query, options?: WriteOptions): Promise<unknown>
  patch(path: string, body: object, query?: Query, options?: WriteOptions): Promise<unknown>
  remove(path: string, options?: WriteOptions): Promise<unknown>
  /** For files: one request to another host, without the token. Throws as the others do. */
  send(request: Omit<HttpRequest, 'authorization' | 'confidential'>): Promise<Exchange>
  /** A file from anywhere, without the token. What its host says is not Webflow's: refusals are `remote_refused`, too many bytes `too_large`. */
  download(url: URL, options: DownloadOptions): Promise<{ readonly bytes: Uint8Array; readonly type: string }>
}

interface DownloadOptions extends Pick<WriteOptions, 'notAfter' | 'signal'> {
  /** How many it may have: they are held in memory. */
  readonly bytes: number
}

export interface WriteOptions {
  /** Unix ms: nothing is sent after it, and nobody waits any longer. Default: two minutes from now. */
  readonly notAfter?: number
  readonly signal?: AbortSignal
  /** False: a 429 is thrown at once. */
  readonly waitForLimit?: boolean
}

export interface WebflowOptions {
  /** Another address of the API. */
  readonly base?: URL
  /** Longest time that one call waits for limits to pass, in ms. Webflow asks for 60 s. */
  readonly patienceMs?: number
}

const callMs = 120_000
const requestMs = 30_000
const readTries = 3
const firstPauseMs = 1000

/** @param token a function is asked before each request, for tokens that change while a client is open */
export function createWebflowClient(
  session: HttpSession,
  token: string | (() => Promise<string>),
  { base = webflowApi, patienceMs = 70_000 }: WebflowOptions = {},
): WebflowClient {
  const own = session.withAudience(createAudience(base))

  async function ask(request: Pick<HttpRequest, 'method' | 'url' | 'purpose' | 'body'>, options: WriteOptions) {
    const { notAfter = Date.now() + callMs, signal, waitForLimit = true } = options
    const patientUntil = Math.min(notAfter, waitForLimit ? Date.now() + patienceMs : 0)
    for (let tries = 1, pause = firstPauseMs; ; tries++, pause *= 2) {
      const current = typeof token === 'function' ? await token() : token
      session.redactor.add(current)
      const exchange = await own.exchange({
        ...request,
        ...(request.body === undefined ? {} : { headers: { 'content-type': 'application/json' } }),
        authorization: `Bearer ${current}`,
        redirect: 'manual',
        limits: { headersMs: requestMs, totalMs: callMs },
        notAfter,
        ...(signal === undefined ? {} : { signal }),
      })
      const limited = exchange.response?.status === 429
      const wait = (limited ? parseRetryAfter(exchange.response?.headers['retry-after']) : null) ?? pause
      const again = limited ? Date.now() + wait <= patientUntil : request.method === 'GET' && isPassing(exchange)
      // A limit may be met more often than a fault: others share it.
      if (!again || (!limited && tries >= readTries)) return answerOf(exchange, session.redactor)
      await sleep(wait, undefined, signal === undefined ? {} : { signal })
    }
  }

  const url = (path: string, query: Query = {}): URL => {
    const target = new URL(path.replace(/^\/+/, ''), base.href.endsWith('/') ? base : `${base.href}/`)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) target.searchParams.set(name, String(value))
    }
    return target
  }
  const write =
    (method: 'POST' | 'PATCH') =>
    (path: string, body: object, query: Query = {}, options: WriteOptions = {}): Promise<unknown> =>
      ask({ method, url: url(path, query), purpose: `write ${path}`, body: JSON.stringify(body) }, options)

  return {
    get: (path, query) => ask({ method: 'GET', url: url(path, query), purpose: `read ${path}` }, {}),
    post: write('POST'),
    patch: write('PATCH'),
    remove: (path, options = {}) => ask({ method: 'DELETE', url: url(path), purpose: `delete ${path}` }, options),
    async send(request) {
      const exchange = await session.exchange(request)
      if (!isGood(exchange)) throw refusalOf(exchange, session.redactor)
      return exchange
    },
    async download(url, { bytes, ...bounds }) {
      const limits = { bytes, headersMs: requestMs, totalMs: callMs }
      const { response, failure } = await session.exchange({ url, purpose: 'download a file', limits, ...bounds })
      const where = `GET ${url.origin}${url.pathname}`
      if (response === null)
        throw new HubError(failure?.code ?? 'network', `${where}: ${failure?.message ?? 'no answer'}`)
      const { status, headers } = response
      if (status !== 200)
        throw new HubError('remote_refused', `Refused: ${where} (${status})`, { evidence: { status, message: null } })
      return { bytes: response.bytes, type: (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '' }
    },
  }
}

/** An id or a slug as a part of a path: what a remote site or a person said must not lead elsewhere. */
export function segment(id: string): string {
  if (!/^[\w-]{1,100}$/.test(id))
    throw new HubError('bad_input', `${JSON.stringify(id.slice(0, 100))} is no Webflow id`)
  return id
}

function answerOf(exchange: Exchange, redactor: Redactor): unknown {
  if (!isGood(exchange)) throw refusalOf(exchange, redactor)
  const text = exchange.response?.text ?? ''
  if (text.trim() === '') return null
  const value = parseJson(text)
  if (value !== undefined) return value
  throw new HubError(
    'unexpected_answer',
    `${exchange.method} ${exchange.url.origin}${exchange.url.pathname} answered without JSON`,
  )
}

function isGood({ response }: Exchange): boolean {
  return response !== null && response.status >= 200 && response.status < 300
}

function isPassing({ response, failure }: Exchange): boolean {
  if (failure !== null) return failure.code === 'connection_lost' || failure.code === 'timeout'
  return (response?.status ?? 0) >= 500
}

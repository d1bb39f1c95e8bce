import { randomUUID } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import type { HttpSession } from '../http/client.ts'
import type { Exchange, HttpRequest } from '../http/exchange.ts'
import { parseRetryAfter } from '../http/retry-after.ts'
import { type Answer, headerOf, readAnswer, statusOf } from './answer.ts'
import { type ApiRoot, viaIndexPhp } from './api-root.ts'
import { authorizationOf, type Credential } from './credentials.ts'
import { fields } from './json.ts'
import { sendFile, type UploadFile } from './send-file.ts'

export type Query = Readonly<Record<string, string | number | boolean>>

/** One site's REST API, called as its user. Answers that are refusals are thrown as HubErrors with the site's own code. */
export interface WordPressClient {
  readonly root: ApiRoot
  /** Reads, by default past any cache. Repeated by itself when the answer is lost. */
  get(route: string, query?: Query): Promise<Answer>
  /** Writes; never repeated by itself: a lost answer is `answer_lost`, for the caller to look for what it wrote. */
  post(route: string, body: object, query?: Query, options?: WriteOptions): Promise<Answer>
  /** Deletes. Sent as a POST that says DELETE, since many servers refuse the method itself. */
  remove(route: string, query?: Query, options?: WriteOptions): Promise<Answer>
  /** Sends a file to `/wp/v2/media`; fields of the attachment (`title`, `slug`, `alt_text`) may come as the query. */
  upload(file: UploadFile, query?: Query, options?: WriteOptions): Promise<Answer>
  /**
   * Reads a file that anybody may read, at any address, without the credential. Gives its type as its host names it, without
   * parameters; empty where it does not. Throws what the network, that host or `into` says.
   */
  download(url: URL, options: DownloadOptions): Promise<string>
}

interface DownloadOptions {
  /** Takes the file piece by piece. */
  readonly into: (chunk: Uint8Array) => Promise<void>
  /** Most that is taken; a larger file is `too_large`. */
  readonly bytes: number
  /** Unix ms: nobody waits any longer. Default: two minutes from now. */
  readonly notAfter?: number
  readonly signal?: AbortSignal
}

export interface WriteOptions {
  /** Unix ms: nothing is sent after it, and nobody waits for an answer any longer. Default: two minutes from now. */
  readonly notAfter?: number
  readonly signal?: AbortSignal
  /** Sent as a POST that says so, for routes of plugins that take nothing else. */
  readonly as?: 'PUT' | 'PATCH'
}

/** Uploads and writes may take long on small hosts. In ms. */
const writeLimits = { headersMs: 60_000, totalMs: 120_000 }
const readTries = 3

/** @param credential a function is asked before each request, for credentials that change while a client is open */
export function createWordPressClient(
  session: HttpSession,
  root: ApiRoot,
  credential: Credential | (() => Promise<Credential>),
): WordPressClient {
  const send = async (request: () => Omit<HttpRequest, 'authorization'>): Promise<Exchange> => {
    const current = typeof credential === 'function' ? await credential() : credential
    return session.exchange({ ...request(), authorization: authorizationOf(current) })
  }

  async function write(
    route: string,
    query: Query,
    request: Omit<HttpRequest, 'url' | 'purpose' | 'method'>,
    { notAfter = Date.now() + writeLimits.totalMs, signal }: WriteOptions = {},
  ): Promise<Answer> {
    const sendTo = async (target: ApiRoot): Promise<Answer> =>
      readAnswer(
        await send(() => ({
          ...request,
          method: 'POST',
          url: target.route(route, query),
          purpose: `write ${route}`,
          limits: { headersMs: writeLimits.headersMs, totalMs: Number.POSITIVE_INFINITY },
          notAfter,
          ...(signal === undefined ? {} : { signal }),
        })),
      )
    const answer = await sendTo(root)
    // nginx serves `/` as a directory and refuses some methods there; the script itself takes them. 405 means nothing was done.
    if (statusOf(answer) === 405 && root.style === 'query') return accepted(await sendTo(viaIndexPhp(root)))
    return accepted(answer)
  }

  return {
    root,
    async get(route, query = {}) {
      for (let tries = 1; ; tries++) {
        const url = root.route(route, { ...query, pressroom: randomUUID().slice(0, 8) })
        const answer = readAnswer(await send(() => ({ url, purpose: `read ${route}` })))
        if (tries < readTries && isWorthRepeating(answer)) continue
        return accepted(answer)
      }
    },
    post: (route, body, query = {}, options) => {
      const override = options?.as === undefined ? {} : { 'x-http-method-override': options.as }
      const headers = { 'content-type': 'application/json', ...override }
      return write(route, query, { headers, body: JSON.stringify(body) }, options)
    },
    remove: (route, query = {}, options) =>
      write(route, query, { headers: { 'x-http-method-override': 'DELETE' } }, options),
    upload: (file, query = {}, options) => sendFile(file, (request) => write('/wp/v2/media', query, request, options)),
    async download(url, { into, bytes, signal, notAfter = Date.now() + writeLimits.totalMs }) {
      let unwritten: { readonly cause: unknown } | null = null
      const { response, failure } = await session.exchange({
        url,
        purpose: 'download a file',
        limits: { bytes, headersMs: writeLimits.headersMs, totalMs: Number.POSITIVE_INFINITY },
        notAfter,
        async into(chunk) {
          try {
            await into(chunk)
          } catch (cause) {
            unwritten = { cause }
            throw cause
          }
        },
        ...(signal === undefined ? {} : { signal }),
      })
      throwUnwritten(unwritten)
      const where = `GET ${url.origin}${url.pathname}`
      if (response === null)
        throw new HubError(failure?.code ?? 'network', `${where}: ${failure?.message ?? 'no answer'}`)
      if (response.status !== 200) throw new HubError('remote_refused', `Refused: ${where} (${response.status})`)
      return (response.headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
    },
  }
}

/** Our own trouble is not the network's. */
function throwUnwritten(unwritten: { readonly cause: unknown } | null): void {
  if (unwritten !== null) throw unwritten.cause
}

/** `Retry-After` of an answer that refuses by 429 or 503. */
function asksToWait(answer: Answer): { retryAfterMs?: number } {
  const wait = [429, 503].includes(statusOf(answer)) ? parseRetryAfter(headerOf(answer, 'retry-after')) : null
  return wait === null ? {} : { retryAfterMs: wait }
}

function isWorthRepeating(answer: Answer): boolean {
  const { failure } = answer.exchange
  if (failure !== null) return failure.code === 'connection_lost' || failure.code === 'timeout'
  return statusOf(answer) === 502 || statusOf(answer) === 504 || statusOf(answer) === 429
}

/** An answer that says yes, or the refusal as an error with the site's own code, the method and the address. */
function accepted(answer: Answer): Answer {
  const { exchange, envelope } = answer
  const where = `${exchange.method} ${exchange.url.origin}${exchange.url.pathname}`
  const termId = fields(fields(answer.json?.value).data).term_id
  const evidence = {
    status: exchange.response?.status ?? null,
    message: envelope?.message ?? null,
    ...asksToWait(answer),
    // Which term is there already, by `term_exists`.
    ...(typeof termId === 'number' ? { termId } : {}),
  }
  if (exchange.failure !== null) {
    const { code, message, sent, waitMs } = exchange.failure
    const write = exchange.method !== 'GET'
    throw new HubError(write && sent ? 'answer_lost' : code, `${where}: ${message}`, {
      evidence: { ...evidence, ...(waitMs > 0 ? { retryAfterMs: waitMs } : {}) },
    })
  }
  const status = statusOf(answer)
  const wrong = Object.values(fields(fields(fields(answer.json?.value).data).params)).filter(
    (one) => typeof one === 'string',
  )
  if (status >= 300 && status < 400) {
    const location = headerOf(answer, 'location').slice(0, 300)
    throw new HubError(
      'redirect_strips_auth',
      `${where} redirects to ${location}, and a redirected write would arrive empty`,
      {
        fix: 'Use the address that the site redirects to.',
        evidence,
      },
    )
  }
  if (status >= 400)
    throw new HubError(
      envelope?.code ?? 'remote_refused',
      `Refused: ${where} (${status}): ${[envelope?.message ?? 'no reason given', ...wrong].join(' ').slice(0, 1000)}`,
      { evidence },
    )
  if (answer.json === null)
    throw new HubError('unexpected_answer', `${where} answered ${status} without JSON`, { evidence })
  return answer
}

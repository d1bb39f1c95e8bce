import type { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Agent, type Dispatcher, request as undiciRequest } from 'undici'
import { decodeText, readBody } from './body.ts'
import type { HttpRequest, HttpResponse, Limits } from './exchange.ts'
import { isRedirect } from './redirect.ts'
import { untilAborted } from './time-limit.ts'

/** One request on the wire: to one address, no redirects. */
export interface Leg {
  readonly method: NonNullable<HttpRequest['method']>
  readonly url: URL
  readonly limits: Limits
  readonly userAgent: string
  readonly signal: AbortSignal
  /** Called at the moment when the request begins to be written, and before each further piece of a long body. What it throws ends the request there. */
  readonly beforeWriting: () => void
}

/** A body is written in pieces of so many bytes. */
const pieceBytes = 64 * 1024

/** As much of a redirect's page as anyone may want to see. */
const redirectBytes = 64 * 1024

/** Sends one request and reads the answer up to its limits. Rejects with what undici, the system, TLS or zlib say. */
export async function send(agent: Agent, request: HttpRequest, leg: Leg): Promise<HttpResponse> {
  const body = await bodyOf(request.body)
  const answering = undiciRequest(leg.url, {
    dispatcher: agent.compose(askBeforeWriting(leg.beforeWriting)),
    method: leg.method,
    signal: leg.signal,
    headersTimeout: leg.limits.headersMs,
    bodyTimeout: leg.limits.bodyMs,
    headers: { ...requestHeaders(request, leg), ...(isLong(body) ? { 'content-length': String(sizeOf(body)) } : {}) },
    // undici takes iterables, and its types do not say so.
    body: isLong(body) ? (inPieces(body, leg.beforeWriting) as unknown as Readable) : (body as Buffer | null),
  })
  const answer = await untilAborted(answering, leg.signal)
  const headers = readHeaders(answer.headers)
  const cut = isRedirect(answer.statusCode, headers)
  const limit = cut ? Math.min(redirectBytes, leg.limits.bytes) : leg.limits.bytes
  const into = answer.statusCode === 200 ? request.into : undefined
  const { bytes, truncated } = await readBody(answer.body, headers['content-encoding'], limit, into)
  // A turn of the event loop later the connection is free again; a next request at once would open another one.
  await nextTurn()
  let text: string | null = null
  return {
    status: answer.statusCode,
    headers,
    bytes,
    // A file of 10 MB is never read as text.
    get text() {
      text ??= decodeText(bytes, headers['content-type'])
      return text
    },
    truncated: truncated && !cut,
  }
}

/** A short Blob becomes its bytes: they are written at once. */
async function bodyOf(body: HttpRequest['body']): Promise<Buffer | Blob | null> {
  if (body === undefined) return null
  if (body instanceof Blob) return body.size > pieceBytes ? body : Buffer.from(await body.arrayBuffer())
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

function sizeOf(body: Buffer | Blob): number {
  return body instanceof Blob ? body.size : body.length
}

function isLong(body: Buffer | Blob | null): body is Buffer | Blob {
  return body !== null && sizeOf(body) > pieceBytes
}

/** The rest of a body that was begun in time must not arrive late either: it would be the rest of a whole request. */
async function* inPieces(body: Buffer | Blob, beforeWriting: () => void): AsyncGenerator<Uint8Array, void> {
  for await (const piece of body instanceof Blob ? body.stream() : cut(body)) {
    beforeWriting()
    yield piece
  }
}

function* cut(body: Buffer): Generator<Buffer, void> {
  for (let at = 0; at < body.length; at += pieceBytes) yield body.subarray(at, at + pieceBytes)
}

/** Names in lower case, so that a caller's `Accept` replaces ours instead of joining it. */
function requestHeaders(request: HttpRequest, leg: Leg): Record<string, string> {
  const own = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  return {
    'user-agent': leg.userAgent,
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    // Some firewalls refuse POSTs without a Referer (Wordfence's "blank User-Agent and Referer").
    referer: `${leg.url.origin}/`,
    ...Object.fromEntries(own),
    ...(request.authorization === undefined ? {} : { authorization: request.authorization }),
  }
}

function readHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(raw).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined)
  return Object.fromEntries(
    entries.map(([name, value]) => [name.toLowerCase(), [...new Set([value].flat())].join(', ')]),
  )
}

/**
 * undici says only to handlers when a request leaves the queue, and writes it in the same turn: its connection stands by then.
 * What is thrown there ends the request alone, and leaves the connection to others.
 */
function askBeforeWriting(beforeWriting: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      ...forward(handler),
      onRequestStart(controller, context) {
        beforeWriting()
        handler.onRequestStart?.(controller, context)
      },
    })
}

function forward(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  }
}

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
  /** Called when the request begins to be written, from when on the other side may have seen it. */
  readonly onSent: () => void
}

/** As much of a redirect's page as anyone may want to see. */
const redirectBytes = 64 * 1024

/** Sends one request and reads the answer up to its limits. Rejects with what undici, the system, TLS or zlib say. */
export async function send(agent: Agent, request: HttpRequest, leg: Leg): Promise<HttpResponse> {
  const answering = undiciRequest(leg.url, {
    dispatcher: agent.compose(noticeSending(leg.onSent)),
    method: leg.method,
    signal: leg.signal,
    headersTimeout: leg.limits.headersMs,
    bodyTimeout: leg.limits.bodyMs,
    headers: requestHeaders(request, leg),
    body: request.body ?? null,
  })
  const answer = await untilAborted(answering, leg.signal)
  const headers = readHeaders(answer.headers)
  const cut = isRedirect(answer.statusCode, headers)
  const limit = cut ? Math.min(redirectBytes, leg.limits.bytes) : leg.limits.bytes
  const { bytes, truncated } = await readBody(answer.body, headers['content-encoding'], limit)
  // A turn of the event loop later the connection is free again; a next request at once would open another one.
  await nextTurn()
  return {
    status: answer.statusCode,
    headers,
    bytes,
    text: decodeText(bytes, headers['content-type']),
    truncated: truncated && !cut,
  }
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

/** undici says only to handlers when a request leaves the queue, hence an interceptor. */
function noticeSending(onSent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      ...forward(handler),
      onRequestStart(controller, context) {
        onSent()
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

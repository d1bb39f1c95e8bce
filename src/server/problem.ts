import type { ORPCError } from '@orpc/client'
import { catalogueEntry, type HubError } from '../errors/hub-error.ts'
import { fromRemoteError, toRemoteError } from '../operations/remote-error.ts'

/** An error as RFC 9457 describes it, with our code, advice and evidence beside. */
export interface Problem {
  /** The page that explains the code. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly fix: string
  readonly retry: string
  /** The id of the request, as in the log. */
  readonly instance?: string
  /** Each field that was refused, for `bad_input`. */
  readonly errors?: unknown
  readonly evidence?: unknown
}

function toProblem(error: HubError, requestId?: string): Problem {
  const { code, message, fix, retry, evidence } = error
  const { status, title } = catalogueEntry(code)
  const fields = isObject(evidence) && 'errors' in evidence ? { errors: evidence.errors } : { evidence }
  return {
    type: `/api/docs#problem-${encodeURIComponent(code)}`,
    title,
    status,
    detail: code === 'internal' ? title : message,
    code,
    fix,
    retry,
    ...(requestId === undefined ? {} : { instance: `urn:request:${requestId}` }),
    ...(evidence === null ? {} : fields),
  }
}

/** The body of every error that the API's handler answers. */
export function encodeProblem(error: ORPCError<string, unknown>): Problem {
  return toProblem(fromRemoteError(error))
}

export function problemResponse(error: HubError, requestId: string): Response {
  const problem = toProblem(error, requestId)
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...comeBack(problem.status) },
  })
}

/** The same over oRPC's own protocol, as its handler writes the errors of operations: its clients read no other. */
export function rpcProblemResponse(error: HubError): Response {
  const { status } = catalogueEntry(error.code)
  return new Response(JSON.stringify({ json: toRemoteError(error).toJSON(), meta: [] }), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...comeBack(status) },
  })
}

/** When it is worth asking again, in seconds. */
function comeBack(status: number): Record<string, string> {
  if (status === 429) return { 'retry-after': '60' }
  return status === 503 ? { 'retry-after': '5' } : {}
}

/** The API's answer, an error made a problem document of this request. */
export async function asProblem(response: Response, requestId: string): Promise<Response> {
  if (response.status < 400) return response
  const body: unknown = await response.json().catch(() => null)
  const headers = new Headers({ ...Object.fromEntries(response.headers), ...comeBack(response.status) })
  headers.set('content-type', 'application/problem+json')
  headers.delete('content-length')
  const problem = { ...(isObject(body) ? body : {}), instance: `urn:request:${requestId}` }
  return new Response(JSON.stringify(problem), { status: response.status, headers })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

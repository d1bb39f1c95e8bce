import { mapEventIterator } from '@orpc/client'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fetch'
import type { StandardHandleResult } from '@orpc/server/standard'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { HubError } from '../errors/hub-error.ts'
import { isOurs, toKnownError, toRemoteError } from '../operations/remote-error.ts'
import { operations } from '../operations/table.ts'
import { asProblem, encodeProblem } from './problem.ts'
import type { RequestContext, RequestNote, ServerOptions } from './server-context.ts'

export interface Api {
  /** The HTTP API at `/api/v1`; null when no operation has this path and method. */
  http(request: Request, note: RequestNote): Promise<Response | null>
  /** oRPC's own protocol at `/api/rpc`, for our web pages and command line. */
  rpc(request: Request, note: RequestNote): Promise<Response | null>
}

/** No operation that a request waits for takes longer; what does is a job. */
const longestMilliseconds = 10 * 60_000

/** Both faces of the table of operations, with the same errors and the same context. */
export function createApi(options: ServerOptions): Api {
  const clientInterceptors = [
    async ({ context, path, next }: { context: RequestContext; path: readonly string[]; next(): Promise<unknown> }) => {
      context.note.route = path.join('.')
      const tell = (thrown: unknown): unknown => {
        logInternal(thrown, context.note)
        return toRemoteError(thrown)
      }
      try {
        return tellAlong(await next(), tell)
      } catch (thrown) {
        throw tell(thrown)
      }
    },
  ]
  // What goes wrong outside an operation: a body that is not JSON, an answer that cannot be written.
  const interceptors = [
    async ({ context, next }: { context: RequestContext; next(): Promise<StandardHandleResult> }) => {
      try {
        return await next()
      } catch (thrown) {
        if (!(thrown instanceof ORPCError)) logInternal(thrown, context.note)
        throw thrown
      }
    },
  ]
  // Plugins of one handler add to its lists, so that each needs its own.
  const openapi = new OpenAPIHandler<RequestContext>(operations, {
    interceptors: [...interceptors],
    clientInterceptors: [...clientInterceptors],
    customErrorResponseBodyEncoder: encodeProblem,
    plugins: [new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
  })
  const rpc = new RPCHandler<RequestContext>(operations, { interceptors, clientInterceptors })

  return {
    async http(request, note) {
      const context = createContext(request, note, options)
      const { matched, response } = await openapi.handle(request, { prefix: '/api/v1', context })
      return matched ? await asProblem(response, note.id) : null
    },
    async rpc(request, note) {
      const context = createContext(request, note, options)
      const { matched, response } = await rpc.handle(request, { prefix: '/api/rpc', context })
      return matched ? response : null
    },
  }
}

function createContext(request: Request, note: RequestNote, options: ServerOptions): RequestContext {
  const { settings, hub, http, stopped } = options
  const idempotencyKey = readIdempotencyKey(request)
  return {
    settings,
    actor: note.actor,
    hub: async () => hub,
    http,
    requestId: note.id,
    address: note.caller.address,
    signal: AbortSignal.any([request.signal, stopped, AbortSignal.timeout(longestMilliseconds)]),
    note,
    ...(idempotencyKey === null ? {} : { idempotencyKey }),
  }
}

function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key')
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new HubError('bad_input', 'The header Idempotency-Key is not 1 to 200 printable letters without spaces')
  }
  return key
}

/** What goes wrong while an answer is streamed is told as what goes wrong before it. */
function tellAlong(answer: unknown, tell: (thrown: unknown) => unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return answer
  return mapEventIterator(answer as AsyncGenerator, {
    value: async (value: unknown) => value,
    error: async (thrown) => tell(thrown),
  })
}

/** The caller is told only that it happened; the log has the rest under the same request id. */
function logInternal(thrown: unknown, { log, route }: RequestNote): void {
  if (isOurs(toKnownError(thrown))) log.error({ err: thrown, operation: route }, 'An operation failed')
}

import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { InferRouterInputs, InferRouterOutputs, RouterClient } from '@orpc/server'
import { createTanstackQueryUtils, OPERATION_CONTEXT_SYMBOL, type OperationContext } from '@orpc/tanstack-query'
import type { Operations } from '../../src/operations/table.ts'
import { hubState } from './hub-state.ts'

const link = new RPCLink<OperationContext>({
  url: () => new URL('/api/rpc', location.origin).href,
  // Only what a page reads is called slow: connecting or checking a site may take a minute and says so itself.
  fetch: async (request, init, { context }) =>
    await hubState.watch(() => fetch(request, init), context[OPERATION_CONTEXT_SYMBOL]?.type === 'query'),
})

/** The hub's operations as plain calls: `await client.connections.check({project, connection})`. */
export const client: RouterClient<Operations, OperationContext> = createORPCClient(link)

/** The same for TanStack Query: `useQuery(orpc.connections.list.queryOptions({input: {project}}))`. */
export const orpc = createTanstackQueryUtils(client)

/** What an operation takes: `Inputs['connections']['list']`. */
export type Inputs = InferRouterInputs<Operations>
/** What an operation answers: `Outputs['connections']['get']`. */
export type Outputs = InferRouterOutputs<Operations>

import type { DeliveriesDeps } from '../deliveries/deps.ts'
import { connectionsDeps } from './connections-deps.ts'
import type { OperationContext } from './context.ts'

/** What the layer of deliveries takes, out of an operation's context. */
export async function deliveriesDeps(context: OperationContext): Promise<DeliveriesDeps> {
  return { ...(await connectionsDeps(context)), now: () => new Date() }
}

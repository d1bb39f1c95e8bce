import type { Jobs } from '../jobs/jobs.ts'
import { repeatDelivery, repeatFailed } from '../store/delivery-claims.ts'
import type { DeliveriesDeps } from './deps.ts'
import { deliveryQueue } from './queue.ts'

/** Sends a delivery again, under the same `webhook-id`. Throws `not_found`, `conflict`. */
export async function redeliver(deps: DeliveriesDeps, jobs: Jobs, connectionId: string, id: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await repeatDelivery(tx, connectionId, id, deps.now())
    await jobs.send(deliveryQueue, { connectionId }, { tx, key: connectionId })
  })
}

/** Sends all again that ended badly since then. Gives how many. */
export async function redeliverFailed(
  deps: DeliveriesDeps,
  jobs: Jobs,
  connectionId: string,
  since: Date,
): Promise<number> {
  return deps.store.transaction(async (tx) => {
    const count = await repeatFailed(tx, connectionId, since, deps.now())
    if (count > 0) await jobs.send(deliveryQueue, { connectionId }, { tx, key: connectionId })
    return count
  })
}

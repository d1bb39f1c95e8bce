import { HubError } from '../errors/hub-error.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { type Handler, handle } from '../jobs/queue.ts'
import { listDueEndpoints } from '../store/delivery-claims.ts'
import type { DeliveriesDeps } from './deps.ts'
import { drainDeliveries } from './drain.ts'
import { takeEvents } from './events.ts'
import { deliveryQueue, deliverySweepQueue } from './queue.ts'

/** What is due sooner gets a job of its own; the rest is left to the sweep. In ms. */
const soon = 60_000

const idle = new Set(['connection_paused', 'needs_login', 'not_found'])

/** The work of the queues of deliveries. */
export function deliveryHandlers(deps: DeliveriesDeps, jobs: Jobs): readonly Handler[] {
  return [
    handle(deliveryQueue, async ({ connectionId }, { signal, stopping }) => {
      const next = await drainOf(deps, connectionId, signal, stopping)
      if (next === null || next.getTime() - deps.now().getTime() > soon) return
      await jobs.send(deliveryQueue, { connectionId }, { key: connectionId, startAfter: next })
    }),
    handle(deliverySweepQueue, async (_data, { signal }) => {
      await takeEvents(deps, jobs, signal)
      for (const connectionId of await listDueEndpoints(deps.store.db, deps.now()))
        await jobs.send(deliveryQueue, { connectionId }, { key: connectionId })
    }),
  ]
}

/** Rows wait until a person resumes the connection; the sweep looks each minute. */
async function drainOf(
  deps: DeliveriesDeps,
  connectionId: string,
  signal: AbortSignal,
  stopping: AbortSignal,
): Promise<Date | null> {
  const row = await deps.store.db
    .selectFrom('connections')
    .select('projectId')
    .where('id', '=', connectionId)
    .executeTakeFirst()
  if (row === undefined) return null
  try {
    return await drainDeliveries(deps, { projectId: row.projectId, id: connectionId }, { signal, stopping })
  } catch (error) {
    if (error instanceof HubError && idle.has(error.code)) return null
    throw error
  }
}

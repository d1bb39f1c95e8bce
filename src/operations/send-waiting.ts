import { drainQueue } from '../publishing/queue.ts'
import { nextDue } from '../store/publication-leases.ts'
import type { OperationContext } from './context.ts'

/** Begins at once with what waited for a connection that may be used again; else the sweep would find it within a minute. */
export async function sendWaiting(context: OperationContext, connectionId: string): Promise<void> {
  const { store, jobs } = await context.hub()
  if ((await nextDue(store.db, connectionId)) === null) return
  await jobs.send(drainQueue, { connectionId }, { key: connectionId })
}

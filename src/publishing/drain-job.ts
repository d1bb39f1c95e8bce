import { setTimeout as sleep } from 'node:timers/promises'
import { HubError } from '../errors/hub-error.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { type Handler, handle } from '../jobs/queue.ts'
import { listDueConnections, listWoken, nextDue } from '../store/publication-leases.ts'
import type { PublishingDeps } from './deps.ts'
import { drain } from './drain.ts'
import { drainQueue, sweepQueue } from './queue.ts'

/** Rows that are due this soon are waited for; later ones are left to the sweep. In ms. */
const longestWait = 15_000
/** What a person wants meanwhile does not wait for that. In ms. */
const lookAgain = 500

const idle = new Set(['connection_paused', 'needs_login', 'not_found'])

/** The work of the publishing queues. */
export function publishingHandlers(deps: PublishingDeps, jobs: Jobs): readonly Handler[] {
  const drainAgain = async (connectionId: string): Promise<void> => {
    await jobs.send(drainQueue, { connectionId }, { key: connectionId })
  }
  return [
    handle(drainQueue, async ({ connectionId }, { signal, stopping }) => {
      const drainAll = async (): Promise<number | null> => {
        const inMs = await drain(deps, connectionId, { signal, stopping })
        // What waited for an original that is live now: elsewhere nobody may be at work.
        for (const woken of await listWoken(deps.store.db, connectionId)) await drainAgain(woken)
        return inMs
      }
      let inMs = await drainAll().catch((error: unknown) => {
        // Rows wait until a person resumes the connection, or logs in again; the sweep looks each minute.
        if (error instanceof HubError && idle.has(error.code)) return null
        throw error
      })
      while (inMs !== null && inMs <= longestWait && !signal.aborted && !stopping.aborted) {
        await sleep(Math.min(inMs, lookAgain))
        inMs = await nextDue(deps.store.db, connectionId)
        if (inMs === 0) inMs = await drainAll()
      }
      // An error hands the job back, for another worker to go on.
      if (inMs === 0) throw new HubError('cancelled', 'The process stops before all is published')
    }),
    handle(sweepQueue, async () => {
      for (const connectionId of await listDueConnections(deps.store.db)) await drainAgain(connectionId)
    }),
  ]
}

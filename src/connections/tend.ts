import { defineQueue, type Handler, handle } from '../jobs/queue.ts'
import { clearExpiredHandshakes } from '../store/handshakes.ts'
import type { ConnectionsDeps } from './deps.ts'
import { tendExpiring } from './expiry.ts'
import { settleRotations } from './settle-rotations.ts'
import { type SweepReport, sweep } from './sweep.ts'

/** Sent each minute by itself; of all workers one does it. */
export const tendQueue = defineQueue<object>({
  name: 'connections.tend',
  policy: 'one-per-key',
  retryLimit: 3,
  expireSeconds: 600,
  schedule: { cron: '* * * * *', timezone: 'UTC' },
})

/** What workers do for connections. */
export function tendHandler(deps: ConnectionsDeps): Handler {
  return handle(tendQueue, async (_data, { signal, stopping }) => {
    await tendConnections(deps, new Date(), AbortSignal.any([signal, stopping]))
  })
}

/**
 * All that connections need by themselves, each minute: rotations are finished or undone, credentials that end are renewed
 * or told, what is over is forgotten, and due checks are made. Safe to run in several processes at once.
 */
export async function tendConnections(deps: ConnectionsDeps, now: Date, signal?: AbortSignal): Promise<SweepReport> {
  await settleRotations(deps, { now, signal })
  await tendExpiring(deps, now)
  await clearExpiredHandshakes(deps.store.db, now)
  return sweep(deps, { now, signal })
}

import { defineQueue, type Handler, handle } from '../jobs/queue.ts'
import { clearExpiredHandshakes } from '../store/handshakes.ts'
import type { ConnectionsDeps } from './deps.ts'
import { tendExpiring } from './expiry.ts'
import { type SettleOptions, settleRotations } from './settle-rotations.ts'
import { sweep } from './sweep.ts'

/** Sent each minute by itself; of all workers one does it. */
export const tendQueue = defineQueue<object>({
  name: 'connections.tend',
  policy: 'one-per-key',
  retryLimit: 3,
  expireSeconds: 600,
  schedule: { cron: '* * * * *', timezone: 'UTC' },
})

/** @param aloneSince since when this process alone works on the database, where that is so: then crashes are tidied up at once */
export function tendHandler(deps: ConnectionsDeps, aloneSince?: Date): Handler {
  return handle(tendQueue, async (_data, { signal, stopping }) => {
    await tend(deps, { now: new Date(), signal: AbortSignal.any([signal, stopping]), aloneSince })
  })
}

/**
 * All that connections need by themselves, each minute: rotations are finished or undone, credentials that end are renewed
 * or told, what is over is forgotten, and due checks are made. Safe to run in several processes at once.
 */
async function tend(deps: ConnectionsDeps, options: SettleOptions): Promise<void> {
  const { now, signal } = options
  await settleRotations(deps, options)
  await tendExpiring(deps, now)
  await clearExpiredHandshakes(deps.store.db, now)
  const { checked, changed, postponed } = await sweep(deps, { now, signal })
  if (checked > 0) deps.log.debug({ checked, changed, postponed }, 'Connections were checked')
}

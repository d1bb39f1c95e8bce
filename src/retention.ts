import { pruneAccounts } from './accounts/prune-accounts.ts'
import type { Settings } from './config/settings-table.ts'
import { defineQueue, type Handler, handle } from './jobs/queue.ts'
import type { OpenHub } from './open-hub.ts'
import { prune } from './store/prune.ts'

/** Sent each hour by itself; of all workers one does it. Not on the hour, when everything else in the world is. */
export const retentionQueue = defineQueue<object>({
  name: 'retention',
  policy: 'one-per-key',
  retryLimit: 3,
  expireSeconds: 900,
  schedule: { cron: '17 * * * *', timezone: 'UTC' },
})

/** Removes what is older than the settings say, so that the database does not grow for ever. */
export function retentionHandler({ hub: { store, log } }: Pick<OpenHub, 'hub'>, settings: Settings): Handler {
  return handle(retentionQueue, async (_data, { signal, stopping }) => {
    const now = new Date()
    const gone = await prune(store.db, settings, now, AbortSignal.any([signal, stopping]))
    await pruneAccounts(store.db, now)
    log.info({ gone }, 'What is older than it is kept was removed')
  })
}

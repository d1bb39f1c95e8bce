import { defineQueue } from '../jobs/queue.ts'

/** There is something to do for this connection. Rows are the queue; a job only says so. */
export const drainQueue = defineQueue<{ readonly connectionId: string }>({
  name: 'publishing.drain',
  policy: 'one-per-key',
  concurrency: 8,
  // A takeover from a dead worker consumes one, too.
  retryLimit: 50,
})

/** Looks for rows that are due though no job says so: after a crash between the two. */
export const sweepQueue = defineQueue<object>({
  name: 'publishing.sweep',
  policy: 'one-per-key',
  schedule: { cron: '* * * * *', timezone: 'UTC' },
})

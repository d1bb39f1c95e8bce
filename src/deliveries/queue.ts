import { defineQueue } from '../jobs/queue.ts'

/** There is something to send to this connection. Rows are the queue; a job only says so. */
export const deliveryQueue = defineQueue<{ readonly connectionId: string }>({
  name: 'deliveries.drain',
  policy: 'one-per-key',
  concurrency: 8,
  // A takeover from a dead worker consumes one, too.
  retryLimit: 50,
})

/** Each minute: makes deliveries of events that endpoints want and that nobody took as they happened, and looks for what is due though no job says so. */
export const deliverySweepQueue = defineQueue<object>({
  name: 'deliveries.sweep',
  policy: 'one-per-key',
  schedule: { cron: '* * * * *', timezone: 'UTC' },
})

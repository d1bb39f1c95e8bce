/** A worker in a process of its own, to be killed: runs the queue of the test, and says in the database what it does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createJobs } from '../../src/jobs/jobs.ts'
import { defineQueue, handle } from '../../src/jobs/queue.ts'
import { openStore } from '../../src/store/open-store.ts'

const [, , databaseUrl = '', name = '', milliseconds = '0'] = process.argv
const store = await openStore({ databaseUrl })
const queue = defineQueue<{ n: number }>({ name: 'drain', policy: 'one-per-key', concurrency: 4, retryDelaySeconds: 0 })
const jobs = createJobs({ store, queues: [queue], working: true })
await jobs.work([
  handle(queue, async ({ n }, { attempt, signal }) => {
    await store.pool.query('insert into work_log (worker, n, attempt, what) values ($1, $2, $3, $4)', [
      name,
      n,
      attempt,
      'begin',
    ])
    await sleep(Number(milliseconds), undefined, { signal })
    await store.pool.query('insert into work_log (worker, n, attempt, what) values ($1, $2, $3, $4)', [
      name,
      n,
      attempt,
      'end',
    ])
  }),
])
process.once('SIGTERM', async () => {
  await jobs.stop(5)
  await store.close()
})
process.stdout.write('ready\n')

import type { Db as BossDatabase, PgBoss, QueueOptions } from 'pg-boss'
import type { Log } from '../log/log.ts'
import { listenTo } from '../store/listen.ts'
import { lockName } from '../store/lock-name.ts'
import type { Store } from '../store/open-store.ts'
import type { Queue } from './queue.ts'

/**
 * A worker that was killed is found dead when its heart has not beaten for this long (pg-boss takes no less), by a look
 * every two seconds: another one has its jobs within 15 s.
 */
const heartbeatSeconds = 10
export const heartbeatEverySeconds = 3
const lookSeconds = 2

/**
 * pg-boss on the store's connections, started: its schema made or updated, our queues known to it. With `working`, this
 * process also watches for dead workers and sends scheduled jobs; without, it only sends.
 */
export async function startBoss(
  store: Store,
  queues: readonly Queue<object>[],
  working: boolean,
  log: Log,
): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    db: bossDatabase(store),
    supervise: working,
    schedule: working,
    superviseIntervalSeconds: lookSeconds,
    monitorIntervalSeconds: lookSeconds,
    cronMonitorIntervalSeconds: 15,
    useListenNotify: working,
  })
  boss.on('error', (error) => log.error({ err: error }, 'The job engine met an error'))
  boss.on('warning', ({ message, data }) => log.warn({ data }, message))
  // One process after the other: "create schema if not exists" of two at once fails in one of them.
  await store.transaction(async (tx) => {
    await lockName(tx, 'jobs')
    await boss.start()
    for (const queue of queues) await provideQueue(boss, queue)
  })
  return boss
}

/** Makes the queue, or brings one of an earlier version to today's options. */
async function provideQueue(boss: PgBoss, queue: Queue<object>): Promise<void> {
  const options: QueueOptions & { notify: boolean } = {
    retryLimit: queue.retryLimit,
    // The pause after an error is set when it happens (`run.ts`): a dead worker's jobs must not wait for it.
    retryDelay: 0,
    expireInSeconds: queue.expireSeconds,
    // What is to be done is kept in our own rows; a job that is done is only of use for looking at.
    deleteAfterSeconds: 24 * 3600,
    heartbeatSeconds,
    notify: true,
  }
  const found = await boss.getQueue(queue.name)
  if (found === null)
    await boss.createQueue(queue.name, { ...options, policy: queue.policy === 'every' ? 'standard' : 'short' })
  else await boss.updateQueue(queue.name, options)
}

function bossDatabase({ pool }: Store): BossDatabase {
  return {
    executeSql: async (text, values) => await pool.query(text, values),
    listen: async (channel, onMessage, onConnect) => await listenTo(pool, channel, onMessage, onConnect),
  }
}

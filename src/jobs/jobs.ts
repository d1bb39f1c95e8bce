import { sql, type Transaction } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { HubError } from '../errors/hub-error.ts'
import { type Log, silentLog } from '../log/log.ts'
import type { Database } from '../store/database.ts'
import type { Db, Store } from '../store/open-store.ts'
import { startBoss } from './boss.ts'
import type { Handler, Queue } from './queue.ts'
import { keyed, runQueue } from './run.ts'

interface SendOptions {
  /** The transaction that made what the job is about: both are there or neither. */
  readonly tx?: Transaction<Database>
  /** What the job is for; needed by a `one-per-key` queue. */
  readonly key?: string
  /** Not before. */
  readonly startAfter?: Date
}

/**
 * Sending and running jobs. States: **idle** (nothing loaded) → first `send`, or `work` → **started** → `stop` → **stopped**.
 */
export interface Jobs {
  /**
   * True when the job was added; false when a `one-per-key` queue has one waiting for this key already, which
   * then starts after `tx`, and no later than this one would have. Who sends for many keys in one transaction does so in the order of the keys, lest two of them
   * wait for each other.
   */
  send<Data extends object>(queue: Queue<Data>, data: NoInfer<Data>, options?: SendOptions): Promise<boolean>
  /** Runs jobs from now on, and what is scheduled. A process that only answers requests does not call it. */
  work(handlers: readonly Handler[]): Promise<void>
  /**
   * Takes no more jobs, tells running ones to come to an end, waits up to `seconds` (20) for them, then hands the rest
   * back to be tried again elsewhere. Before the store is closed. Safe to call twice.
   */
  stop(seconds?: number): Promise<void>
}

export interface JobsOptions {
  readonly store: Store
  /** Every queue there is, sent to or worked on. */
  readonly queues: readonly Queue<object>[]
  /** Whether this process works (roles `worker` and `all`) or only sends (`web`). */
  readonly working: boolean
  readonly log?: Log
}

/** Loads pg-boss when it is needed first. */
export function createJobs({ store, queues, working, log = silentLog }: JobsOptions): Jobs {
  const stopping = new AbortController()
  let boss: Promise<PgBoss> | null = null

  async function started(): Promise<PgBoss> {
    if (stopping.signal.aborted) throw new HubError('cancelled', 'The hub is stopping and takes no new jobs')
    boss ??= startBoss(store, queues, working, log).catch((error: unknown) => {
      boss = null
      throw error
    })
    return await boss
  }

  return {
    async send(queue, data, { tx, key, startAfter } = {}) {
      if (queue.policy === 'one-per-key' && key === undefined)
        throw new HubError('internal', `A job of ${queue.name} needs a key`)
      const engine = await started()
      const { fromKysely } = await import('pg-boss')
      const details = {
        ...keyed(key),
        ...(startAfter === undefined ? {} : { startAfter }),
        ...(tx === undefined ? {} : { db: fromKysely(tx.withoutPlugins()) }),
      }
      for (let attempt = 0; attempt < 10; attempt++) {
        if ((await engine.send(queue.name, data, details)) !== null) return true
        if (key === undefined || (await joinWaiting(tx ?? store.db, queue.name, key, startAfter ?? new Date())))
          return false
      }
      throw new HubError('internal', `No job could be sent to ${queue.name} for ${key}`)
    },
    async work(handlers) {
      if (!working) throw new HubError('internal', 'This process was set up to send jobs, not to run them')
      const engine = await started()
      for (const handler of handlers) await runQueue({ engine, store, log, stopping: stopping.signal }, handler)
      await keepSchedules(engine, queues)
    },
    async stop(seconds = 20) {
      stopping.abort()
      const engine = await boss?.catch(() => null)
      await engine?.stop({ graceful: true, timeout: seconds * 1000, close: false })
    },
  }
}

/**
 * Makes do with the job that waits for this key: it starts no later than the new one would have, and in a transaction not
 * before that ends (started earlier, it would not see what the transaction is about, and no other job would come). False
 * when it was started just now, so that a new one is needed.
 */
async function joinWaiting(db: Db, queue: string, key: string, startAfter: Date): Promise<boolean> {
  const { rows } = await sql<{ late: boolean }>`
    select start_after > ${startAfter} as late from pgboss.job
    where name = ${queue} and singleton_key = ${key} and state = 'created' for share`.execute(db)
  if (rows.some(({ late }) => late)) {
    await sql`
      update pgboss.job set start_after = ${startAfter}
      where name = ${queue} and singleton_key = ${key} and state = 'created'`.execute(db)
  }
  return rows.length > 0
}

/** Makes the schedules in the database those of the queues: new ones added, changed ones changed, former ones dropped. */
async function keepSchedules(engine: PgBoss, queues: readonly Queue<object>[]): Promise<void> {
  const scheduled = queues.filter(({ schedule }) => schedule !== null)
  for (const { name } of await engine.getSchedules()) {
    if (!scheduled.some((queue) => queue.name === name)) await engine.unschedule(name)
  }
  for (const { name, schedule, policy } of scheduled) {
    if (schedule === null) continue
    const key = keyed(policy === 'one-per-key' ? 'schedule' : undefined)
    await engine.schedule(name, schedule.cron, {}, { tz: schedule.timezone, ...key })
  }
}

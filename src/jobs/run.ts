import type { Job, PgBoss } from 'pg-boss'
import type { Log } from '../log/log.ts'
import { traced } from '../log/trace.ts'
import type { Store } from '../store/open-store.ts'
import { heartbeatEverySeconds } from './boss.ts'
import type { Handler } from './queue.ts'

export interface RunContext {
  readonly engine: PgBoss
  readonly store: Store
  readonly log: Log
  readonly stopping: AbortSignal
}

const longestPauseSeconds = 600

/**
 * How "one runs, one waits" is had from pg-boss: policy `short` (one waits per key) and a group of one. Its `stately`
 * promises the same, but fetches the oldest waiting job whether its key is busy or not, fails on it, and until a cache
 * is refreshed hands out nothing else: one busy connection held up all others.
 */
export function keyed(key: string | undefined): { singletonKey?: string; group?: { id: string } } {
  return key === undefined ? {} : { singletonKey: key, group: { id: key } }
}

/** Fetches the queue's jobs from now on and runs each. */
export async function runQueue(context: RunContext, handler: Handler): Promise<void> {
  const { queue } = handler
  await context.engine.work<object>(
    queue.name,
    {
      localConcurrency: queue.concurrency,
      heartbeatRefreshSeconds: heartbeatEverySeconds,
      // Jobs announce themselves; this is for those that were deferred, or whose worker died.
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 2,
      ...(queue.policy === 'one-per-key' ? { groupConcurrency: 1 } : {}),
    },
    async (jobs) => {
      for (const job of jobs) await runJob(context, handler, job)
    },
  )
}

async function runJob(context: RunContext, { queue, work }: Handler, job: Job<object>): Promise<void> {
  const { engine, log, stopping } = context
  const { id, data, groupId, retryCount: attempt, signal } = job
  if (attempt > 0) await setPause(context, id, 0)
  if (queue.policy === 'one-per-key' && typeof groupId === 'string' && (await isBusy(context, queue.name, job))) {
    const startAfter = new Date(Date.now() + 500 + Math.random() * 1000)
    await engine.send(queue.name, data, { ...keyed(groupId), startAfter })
    return
  }
  try {
    await traced(`job ${queue.name}`, { 'pressroom.attempt': attempt }, () =>
      work(data, { id, attempt, signal, stopping }),
    )
  } catch (error) {
    log.warn({ err: error, queue: queue.name, job: id, attempt }, 'A job failed')
    // Not when it stopped because it is no longer ours, or because we stop: then it goes on elsewhere, at once.
    if (!signal.aborted && !stopping.aborted) {
      await setPause(context, id, Math.min(queue.retryDelaySeconds * 2 ** Math.min(attempt, 16), longestPauseSeconds))
    }
    throw error
  }
}

/**
 * Whether another job of this key runs. Two fetches at one moment (of a job that a dead worker left, and of the one that
 * waited behind it) can both go through, since neither sees the other's yet. Whoever is second sees the first here, and
 * steps back.
 */
async function isBusy({ store }: RunContext, queue: string, { id, groupId }: Job<object>): Promise<boolean> {
  const others = await store.pool.query(
    `select 1 from pgboss.job where name = $1 and group_id = $2 and state = 'active' and id <> $3 limit 1`,
    [queue, groupId, id],
  )
  return others.rows.length > 0
}

/** How long the job waits should it be tried again; 0 while it runs, so that nothing is waited for should we be killed. */
async function setPause({ store }: RunContext, id: string, seconds: number): Promise<void> {
  await store.pool.query(`update pgboss.job set retry_delay = $2 where id = $1 and state = 'active'`, [
    id,
    Math.ceil(seconds),
  ])
}

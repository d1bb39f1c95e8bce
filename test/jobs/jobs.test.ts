import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts'
import { defineQueue, type Handler, handle, type JobContext, type Queue } from '../../src/jobs/queue.ts'
import type { Store } from '../../src/store/open-store.ts'
import { createProject, listProjects } from '../../src/store/projects.ts'
import { useTestStore } from '../store/database.ts'

const drain = defineQueue<{ n: number }>({ name: 'drain', policy: 'one-per-key', concurrency: 4, retryDelaySeconds: 0 })
const plain = defineQueue<{ n: number }>({ name: 'plain', concurrency: 4, retryDelaySeconds: 1 })

async function useJobs(
  store: Store,
  queues: readonly Queue<object>[],
  handlers: readonly Handler[] | null,
): Promise<Jobs> {
  const jobs = createJobs({ store, queues, working: handlers !== null })
  onTestFinished(async () => await jobs.stop(1))
  if (handlers !== null) await jobs.work(handlers)
  return jobs
}

async function until(reached: () => boolean | Promise<boolean>, seconds: number): Promise<number> {
  const began = performance.now()
  while (!(await reached())) {
    if (performance.now() - began > seconds * 1000) throw new Error(`not within ${seconds} s`)
    await sleep(20)
  }
  return performance.now() - began
}

test('a job is there if the transaction that sent it is, and not otherwise', async () => {
  const store = await useTestStore()
  const done: number[] = []
  const jobs = await useJobs(store, [plain], [handle(plain, async ({ n }) => void done.push(n))])
  await store.transaction(async (tx) => {
    await createProject(tx, { name: 'kept' })
    await jobs.send(plain, { n: 1 }, { tx })
  })
  const undone = store.transaction(async (tx) => {
    await createProject(tx, { name: 'undone' })
    await jobs.send(plain, { n: 2 }, { tx })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  // It was announced: nobody had to wait for the next look.
  expect(await until(() => done.includes(1), 5)).toBeLessThan(1900)
  await sleep(1500)
  expect(done).toEqual([1])
  expect((await listProjects(store.db, {})).items.map(({ name }) => name)).toEqual(['kept'])
})

test('many processes that start at once on a new database make the engine once', async () => {
  for (let round = 0; round < 3; round++) {
    const store = await useTestStore()
    const done: number[] = []
    const started = [1, 2, 3, 4].map(
      async () => await useJobs(store, [drain, plain], [handle(plain, async ({ n }) => void done.push(n))]),
    )
    const [one] = await Promise.all(started)
    await one?.send(plain, { n: round })
    await until(() => done.length > 0, 10)
  }
})

test('a process that only sends runs nothing and can send at once', async () => {
  const store = await useTestStore()
  const jobs = await useJobs(store, [plain], null)
  expect(await jobs.send(plain, { n: 1 })).toBe(true)
  await expect(jobs.work([])).rejects.toThrow(expect.objectContaining({ code: 'internal' }))
  const done: number[] = []
  await useJobs(store, [plain], [handle(plain, async ({ n }) => void done.push(n))])
  await until(() => done.length === 1, 10)
})

test('of one key at most one job runs and one waits, other keys run beside it', async () => {
  const store = await useTestStore()
  const running = new Map<number, number>()
  const begun: number[] = []
  let most = 0
  const gate = Promise.withResolvers<void>()
  const jobs = await useJobs(
    store,
    [drain],
    [
      handle(drain, async ({ n }) => {
        begun.push(n)
        running.set(n, (running.get(n) ?? 0) + 1)
        most = Math.max(most, running.get(n) ?? 0)
        await gate.promise
        running.set(n, (running.get(n) ?? 0) - 1)
      }),
    ],
  )
  await expect(jobs.send(drain, { n: 0 })).rejects.toThrow(/needs a key/)
  expect(await jobs.send(drain, { n: 1 }, { key: 'one' })).toBe(true)
  await until(() => begun.length === 1, 10)
  const sent = [await jobs.send(drain, { n: 1 }, { key: 'one' }), await jobs.send(drain, { n: 1 }, { key: 'one' })]
  expect(sent).toEqual([true, false])
  expect(await jobs.send(drain, { n: 2 }, { key: 'two' })).toBe(true)
  await until(() => begun.includes(2), 10)
  expect(begun).toEqual([1, 2])
  gate.resolve()
  await until(() => begun.length === 3, 15)
  expect(begun).toEqual([1, 2, 1])
  expect(most).toBe(1)
})

test('however many send and run, two jobs of one key never run at once, and what was sent last is seen', async () => {
  const store = await useTestStore()
  await store.pool.query(
    'create table asked (key int primary key, n int not null); create table seen (key int primary key, n int not null)',
  )
  const running = new Set<number>()
  const overlaps: number[] = []
  const work = handle(drain, async ({ n: key }, { attempt }) => {
    if (running.has(key)) overlaps.push(key)
    running.add(key)
    const asked = await store.pool.query<{ n: number }>('select n from asked where key = $1', [key])
    await sleep(Math.random() * 30)
    const fails = attempt === 0 && Math.random() < 0.1
    if (!fails) {
      const text = 'insert into seen values ($1, $2) on conflict (key) do update set n = excluded.n'
      await store.pool.query(text, [key, asked.rows[0]?.n])
    }
    running.delete(key)
    if (fails) throw new Error('again')
  })
  const [one] = await Promise.all([1, 2, 3].map(async () => await useJobs(store, [drain], [work])))
  const keys = 6
  for (let n = 0; n < 200; n++) {
    await store.transaction(async (tx) => {
      const text = 'insert into asked values ($1, $2) on conflict (key) do update set n = excluded.n'
      await sql.raw(text.replace('$1', String(n % keys)).replace('$2', String(n))).execute(tx)
      await one?.send(drain, { n: n % keys }, { tx, key: `k${n % keys}` })
    })
  }
  await until(async () => {
    const late = await store.pool.query(
      'select 1 from asked left join seen using (key) where seen.n is distinct from asked.n',
    )
    return late.rows.length === 0
  }, 30)
  expect(overlaps).toEqual([])
})

test('a job that waits is not started before a transaction that relied on it ends', async () => {
  const store = await useTestStore()
  await store.pool.query('create table asked (n int)')
  const sender = await useJobs(store, [drain], null)
  expect(await sender.send(drain, { n: 1 }, { key: 'one' })).toBe(true)
  const seen: number[] = []
  await store.transaction(async (tx) => {
    await sql`insert into asked values (1)`.execute(tx)
    expect(await sender.send(drain, { n: 1 }, { tx, key: 'one' })).toBe(false)
    const count = async () => (await store.pool.query('select 1 from asked')).rows.length
    await useJobs(store, [drain], [handle(drain, async () => void seen.push(await count()))])
    await sleep(2500)
    expect(seen).toEqual([])
  })
  await until(() => seen.length > 0, 10)
  expect(seen).toEqual([1])
})

test('a job that waits for later is brought forward by one that is wanted now', async () => {
  const store = await useTestStore()
  const seen: number[] = []
  const jobs = await useJobs(store, [drain], [handle(drain, async ({ n }) => void seen.push(n))])
  await jobs.send(drain, { n: 1 }, { key: 'one', startAfter: new Date(Date.now() + 3_600_000) })
  await sleep(1000)
  expect(seen).toEqual([])
  expect(await jobs.send(drain, { n: 1 }, { key: 'one' })).toBe(false)
  await until(() => seen.length === 1, 5)
})

test('a job that fails is tried again, and is told which try it is', async () => {
  const store = await useTestStore()
  const attempts: number[] = []
  const jobs = await useJobs(
    store,
    [plain],
    [
      handle(plain, async (_, { attempt }) => {
        attempts.push(attempt)
        if (attempt < 1) throw new Error('not yet')
      }),
    ],
  )
  await jobs.send(plain, { n: 1 })
  await until(() => attempts.length === 2, 15)
  expect(attempts).toEqual([0, 1])
})

test('stopping lets a running job finish, and takes no new one', async () => {
  const store = await useTestStore()
  const seen: string[] = []
  const began = Promise.withResolvers<void>()
  const jobs = await useJobs(
    store,
    [plain],
    [
      handle(plain, async (_, { stopping }) => {
        began.resolve()
        await new Promise((resolve) => stopping.addEventListener('abort', resolve))
        await sleep(300)
        seen.push('finished')
      }),
    ],
  )
  await jobs.send(plain, { n: 1 })
  await began.promise
  await jobs.stop(10)
  expect(seen).toEqual(['finished'])
  await expect(jobs.send(plain, { n: 2 })).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }))
  const states = await store.pool.query(`select state from pgboss.job where name = 'plain'`)
  expect(states.rows).toEqual([{ state: 'completed' }])
})

test('a job that does not come to an end in time is handed back for another worker', async () => {
  const store = await useTestStore()
  const began = Promise.withResolvers<JobContext>()
  const stubborn = handle(plain, async (_, job) => {
    began.resolve(job)
    await new Promise((resolve) => job.signal.addEventListener('abort', resolve))
  })
  const first = await useJobs(store, [plain], [stubborn])
  await first.send(plain, { n: 1 })
  const job = await began.promise
  await first.stop(1)
  expect(job.signal.aborted).toBe(true)
  const done: number[] = []
  await useJobs(store, [plain], [handle(plain, async (_, { attempt }) => void done.push(attempt))])
  await until(() => done.length === 1, 15)
  expect(done).toEqual([1])
})

test('schedules in the database are those of the queues', async () => {
  const store = await useTestStore()
  const sweep = defineQueue({ name: 'sweep', policy: 'one-per-key', schedule: { cron: '* * * * *', timezone: 'UTC' } })
  const first = await useJobs(store, [sweep, plain], [])
  const read = async () => (await store.pool.query('select name, cron from pgboss.schedule order by name')).rows
  expect(await read()).toEqual([{ name: 'sweep', cron: '* * * * *' }])
  await first.stop()
  const hourly = { ...sweep, schedule: { cron: '0 * * * *', timezone: 'UTC' } }
  await (await useJobs(store, [hourly, plain], [])).stop()
  expect(await read()).toEqual([{ name: 'sweep', cron: '0 * * * *' }])
  await (await useJobs(store, [plain], [])).stop()
  expect(await read()).toEqual([])
})

async function startWorker(url: string, name: string, milliseconds: number): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'worker.ts')
  const child = spawn(process.execPath, [script, url, name, String(milliseconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
  await once(child.stdout, 'data')
  return child
}

test('the jobs of a worker killed with -9 are run by another within 15 s, none is lost, none runs twice at once', async () => {
  const store = await useTestStore()
  await store.pool.query(
    'create table work_log (worker text, n int, attempt int, what text, at timestamptz not null default clock_timestamp())',
  )
  const jobs = await useJobs(store, [drain], null)
  const victim = await startWorker(store.url, 'victim', 60_000)
  for (let n = 0; n < 4; n++) await jobs.send(drain, { n }, { key: `c${n}` })
  const count = async (worker: string, what: string): Promise<number> => {
    const text = 'select count(distinct n)::int as count from work_log where worker = $1 and what = $2'
    return (await store.pool.query<{ count: number }>(text, [worker, what])).rows[0]?.count ?? 0
  }
  await until(async () => (await count('victim', 'begin')) === 4, 15)
  await startWorker(store.url, 'heir', 100)
  await sleep(1000)
  victim.kill('SIGKILL')
  await once(victim, 'exit')
  const milliseconds = await until(async () => (await count('heir', 'end')) === 4, 20)
  console.log(`takeover after kill -9: ${Math.round(milliseconds)} ms`)
  expect(milliseconds).toBeLessThan(15_000)
  const ends = await store.pool.query(`select n from work_log where what = 'end' order by n`)
  expect(ends.rows).toEqual([0, 1, 2, 3].map((n) => ({ n })))
})

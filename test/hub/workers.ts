import { createRouterClient, type RouterClient } from '@orpc/server'
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts'
import type { Queue } from '../../src/jobs/queue.ts'
import { operations } from '../../src/operations/table.ts'
import { createHandlers, queues } from '../../src/work.ts'
import type { TestHub } from './in-process.ts'

/** Lets a hub of this process work; `resting`: queues that do not. Stop them before the hub is closed. */
export async function startWorkers(open: TestHub, resting: readonly Queue<object>[] = []): Promise<Jobs> {
  const working = queues.filter((queue) => !resting.includes(queue))
  const jobs = createJobs({ store: open.hub.store, queues: working, working: true })
  const handlers = createHandlers({ ...open, hub: { ...open.hub, jobs } }, open.settings)
  await jobs.work(handlers.filter(({ queue }) => working.some(({ name }) => name === queue.name)))
  return jobs
}

export type OwnerClient = RouterClient<typeof operations>

/** The operations as whoever owns the data folder calls them. */
export function callAsOwner({ settings, http, hub }: TestHub, jobs: Jobs): OwnerClient {
  const actor = { kind: 'local', name: 'ada' } as const
  const context = { settings, http, actor, hub: async () => ({ ...hub, jobs }), requestId: null, address: null }
  return createRouterClient(operations, { context })
}

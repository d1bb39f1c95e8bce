import type { Settings } from './config/settings-table.ts'
import { tendHandler, tendQueue } from './connections/tend.ts'
import { kindSettings } from './connectors/kind-settings.ts'
import { deliveryHandlers } from './deliveries/job.ts'
import { deliveryQueue, deliverySweepQueue } from './deliveries/queue.ts'
import type { Handler, Queue } from './jobs/queue.ts'
import type { OpenHub } from './open-hub.ts'
import { connectedSites } from './publishing/connected-sites.ts'
import { publishingHandlers } from './publishing/drain-job.ts'
import { drainQueue, sweepQueue } from './publishing/queue.ts'
import { publishTiming } from './publishing/timing.ts'
import { retentionHandler, retentionQueue } from './retention.ts'
import { newId } from './store/id.ts'

/** Every queue of the program. */
export const queues: readonly Queue<object>[] = [
  tendQueue,
  drainQueue,
  sweepQueue,
  deliveryQueue,
  deliverySweepQueue,
  retentionQueue,
]

/** What workers do with their jobs. */
export function createHandlers(open: OpenHub, settings: Settings): Handler[] {
  const { hub, http } = open
  const { url } = settings
  const { store, vault, log, scratch, installationId } = hub
  const publicUrl = url === null ? null : new URL(url)
  const here = { store, vault, log, scratch, installationId }
  const connections = { ...here, http: http(), publicUrl, settings: kindSettings(settings) }
  // The embedded database has one process at a time.
  const aloneSince = store.embedded ? new Date(Date.now() - performance.now()) : undefined
  const publishing = { store, access: connectedSites(connections), timing: publishTiming, log, worker: newId('wrk') }
  return [
    tendHandler(connections, aloneSince),
    ...deliveryHandlers({ ...connections, now: () => new Date() }, hub.jobs),
    ...publishingHandlers(publishing, hub.jobs),
    retentionHandler(open, settings),
  ]
}

import type { Settings } from './config/settings-table.ts'
import { tendHandler, tendQueue } from './connections/tend.ts'
import type { Handler, Queue } from './jobs/queue.ts'
import type { OpenHub } from './open-hub.ts'
import { retentionHandler, retentionQueue } from './retention.ts'

/** Every queue of the program. */
export const queues: readonly Queue<object>[] = [tendQueue, retentionQueue]

/** What workers do with their jobs. */
export function createHandlers(open: OpenHub, settings: Settings): Handler[] {
  const { hub, http } = open
  const { url } = settings
  const { store, vault, log, installationId } = hub
  const publicUrl = url === null ? null : new URL(url)
  const connections = { store, vault, http: http(), log, publicUrl, installationId }
  // The embedded database has one process at a time.
  const aloneSince = store.embedded ? new Date(Date.now() - performance.now()) : undefined
  return [tendHandler(connections, aloneSince), retentionHandler(open, settings)]
}

import { connect } from '../../src/connections/connect.ts'
import type { ConnectionRef } from '../../src/connections/deps.ts'
import type { DeliveriesDeps } from '../../src/deliveries/deps.ts'
import { drainDeliveries } from '../../src/deliveries/drain.ts'
import { deliveryQueue, deliverySweepQueue } from '../../src/deliveries/queue.ts'
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts'
import { type DeliverySummary, insertDelivery, listDeliveries } from '../../src/store/deliveries.ts'
import { type TestHub, useTestHub } from '../connections/hub.ts'
import type { Receiver } from './receiver.ts'

/** A connected endpoint, and a clock that is moved by hand. */
export interface Sender extends TestHub, DeliveriesDeps {
  readonly jobs: Jobs
  readonly ref: ConnectionRef
  /** Moves the clock of waits and leases. */
  later(ms: number): void
  /** An event that is to be sent, such as `{subject: 'a1', n: 1}`. */
  happen(subject: string | null, n: number): Promise<void>
  /** Sends what is due by the clock; gives in how many ms something is due next. */
  drain(): Promise<number | null>
  /** The oldest first. */
  list(): Promise<DeliverySummary[]>
}

export async function useSender(receiver: Receiver): Promise<Sender> {
  const hub = await useTestHub()
  let clock = Date.now()
  const input = { address: receiver.url, signingSecret: receiver.secret }
  const { projectId } = hub
  const { connection, diagnosis } = await connect(hub, {
    ...{ projectId, kind: 'webhook', method: 'none', input, actor: 'test', name: 'Hook' },
  })
  if (connection === null) throw new Error(diagnosis.title)
  const deps = { ...hub, now: () => new Date(clock) }
  const ref = { projectId, id: connection.id }
  return {
    ...deps,
    ref,
    jobs: createJobs({ store: hub.store, queues: [deliveryQueue, deliverySweepQueue], working: false }),
    later(ms) {
      clock += ms
    },
    async happen(subject, n) {
      const body = JSON.stringify({ version: 1, type: 'thing.changed', data: { about: { subject, n } } })
      const event = { connectionId: ref.id, type: 'thing.changed', version: 1, body, subject, by: 'test' }
      await insertDelivery(hub.store.db, { ...event, messageId: `${subject}-${n}`, now: deps.now() })
    },
    async drain() {
      const next = await drainDeliveries(deps, ref, { signal: new AbortController().signal })
      return next === null ? null : next.getTime() - clock
    },
    async list() {
      return (await listDeliveries(hub.store.db, { connectionId: ref.id }, { limit: 500 })).items.reverse()
    },
  }
}

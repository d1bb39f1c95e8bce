import { drain } from '../../src/publishing/drain.ts'
import { publishTiming } from '../../src/publishing/timing.ts'
import { webhookPress } from '../../src/publishing/webhook/press.ts'
import { type Connection, getConnection } from '../../src/store/connections.ts'
import { listPublications, type Publication } from '../../src/store/publications.ts'
import type { Receiver } from '../webhook/receiver.ts'
import { type Sender, useSender } from '../webhook/sender.ts'
import { type Desk, deskOf } from './desk.ts'

/** A desk whose connection is an endpoint. */
export interface WebhookDesk extends Desk {
  readonly sender: Sender
  /** Publishes what is due now, and gives all publications. */
  run(): Promise<Publication[]>
  /** Everything that waits is due at once. */
  hurry(): Promise<void>
}

export async function useWebhookDesk(receiver: Receiver): Promise<WebhookDesk> {
  const sender = await useSender(receiver)
  const { store, log, projectId, ref } = sender
  const connection: Connection = await getConnection(store.db, projectId, ref.id)
  const access = { open: (_id: string, signal: AbortSignal) => webhookPress.open(sender, connection, signal) }
  const never = new AbortController().signal
  return {
    ...deskOf(store, { id: projectId, name: 'Test' }, connection),
    sender,
    async run() {
      await drain({ store, timing: publishTiming, log, worker: 'test', access }, ref.id, {
        signal: never,
        stopping: never,
      })
      return (await listPublications(store.db, { projectId }, { limit: 500 })).items
    },
    async hurry() {
      await store.pool.query(`update deliveries set next_at = now() - interval '1 s' where finished_at is null`)
      await store.pool.query(`update webhook_endpoints set held_until = null`)
      await store.pool.query(
        `update publications set next_at = now() - interval '1 s', lease_until = lease_until - interval '1 hour'`,
      )
    },
  }
}

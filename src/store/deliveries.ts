import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { need } from './constraint.ts'
import { newId } from './id.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readNumberCursor, rowsFor, toPage } from './page.ts'

/**
 * What becomes of an event on its way to an endpoint.
 *
 * **waiting**: to be sent, not before `next_at`, and not before an earlier one about the same `subject` has ended. Entered
 * when the event happens, after an attempt that may be repeated, and when a person asks for it again. Left by a claim.
 * **sending**: claimed under a lease, or made so by whoever sends it at once. Left by the answer; where the lease ran out (the process died), by whoever claims it
 * next, which sends it again under the same `message_id`.
 * **delivered**: the receiver took it. **refused**: it said no for good. **exhausted**: all attempts are used up. Each is
 * left only when a person asks for it again. `finished_at` is set in these three alone.
 */
export type DeliveryState = 'waiting' | 'sending' | 'delivered' | 'refused' | 'exhausted'

/** One attempt: plain JSON, redacted, at most some KB. */
export interface DeliveryAttempt {
  /** ISO 8601. */
  readonly at: string
  readonly outcome: string
  readonly code: string | null
  readonly reason: string
  readonly status: number | null
  readonly ms: number
  /** The beginning of the answer; `null` where none came. */
  readonly answer: string | null
  readonly truncated: boolean
}

export interface DeliveryTable {
  id: string
  /** Their order. */
  seq: Generated<number>
  connectionId: string
  /** The `webhook-id`: one event comes to an endpoint once. */
  messageId: string
  type: string
  /** Of the payload's format. */
  version: number
  /** What it is about (an article's id; `event:` and its subject for an event of the hub): deliveries about the same go one after the other. `null`: in no order. */
  subject: string | null
  /** The publication that it carries out, and the wish of it. */
  publicationId: string | null
  wantedHash: string | null
  /** Whether the publication was told how it ended. */
  takenUp: Generated<boolean>
  /** As it is sent, byte for byte. */
  body: string
  state: Generated<DeliveryState>
  /** Attempts begun since it was last asked for. */
  attempts: Generated<number>
  /** The newest twenty. */
  log: ColumnType<readonly DeliveryAttempt[], never, unknown>
  nextAt: Date
  epoch: Generated<number>
  leaseUntil: Date | null
  /** Who or what caused it: an actor, `publishing`, `events`. */
  createdBy: string
  createdAt: Date
  finishedAt: Date | null
}

export type Delivery = Selectable<DeliveryTable>
/** Without what is sent, for lists. */
export type DeliverySummary = Omit<Delivery, 'body'>

const summary = [
  'id',
  'seq',
  'connectionId',
  'messageId',
  'type',
  'version',
  'subject',
  'publicationId',
  'wantedHash',
  'takenUp',
  'state',
  'attempts',
  'log',
  'nextAt',
  'epoch',
  'leaseUntil',
  'createdBy',
  'createdAt',
  'finishedAt',
] as const satisfies readonly (keyof DeliverySummary)[]

export interface NewDelivery {
  readonly connectionId: string
  readonly messageId: string
  readonly type: string
  readonly version: number
  readonly body: string
  readonly subject?: string | null
  readonly publicationId?: string | null
  readonly wantedHash?: string | null
  readonly by: string
  readonly now: Date
  /** Made `sending` under a lease until then, for whoever sends it at once. */
  readonly claimedUntil?: Date
}

/** Keeps what is to be sent. An event that the endpoint has already is not kept twice: then `null`. */
export async function insertDelivery(
  db: Db,
  { by, now, claimedUntil, ...delivery }: NewDelivery,
): Promise<Delivery | null> {
  const claim =
    claimedUntil === undefined ? {} : { state: 'sending' as const, epoch: 1, attempts: 1, leaseUntil: claimedUntil }
  const row = await db
    .insertInto('deliveries')
    .values({ id: newId('dlv'), ...delivery, ...claim, nextAt: now, createdBy: by, createdAt: now })
    .onConflict((conflict) => conflict.columns(['connectionId', 'messageId']).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** Throws `not_found`, also when it is another connection's. */
export async function getDelivery(db: Db, connectionId: string, id: string): Promise<Delivery> {
  const row = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('connectionId', '=', connectionId)
    .where('id', '=', id)
    .executeTakeFirst()
  return need(row, `There is no delivery ${id}`)
}

export interface DeliveryFilter {
  readonly connectionId: string
  readonly states?: readonly DeliveryState[] | undefined
  readonly type?: string | undefined
}

/** The newest first. */
export async function listDeliveries(
  db: Db,
  { connectionId, states, type }: DeliveryFilter,
  page: PageRequest = {},
): Promise<Page<DeliverySummary>> {
  const before = readNumberCursor(page)
  let query = db.selectFrom('deliveries').select(summary).where('connectionId', '=', connectionId)
  if (before !== null) query = query.where('seq', '<', before)
  if (states !== undefined) query = query.where('state', '=', sql<DeliveryState>`any(${states}::text[])`)
  if (type !== undefined) query = query.where('type', '=', type)
  const rows = await query.orderBy('seq', 'desc').limit(rowsFor(page)).execute()
  return toPage(rows, page, ({ seq }) => seq)
}

/** The newest delivery of a publication. */
export async function lastOfPublication(db: Db, publicationId: string): Promise<DeliverySummary | undefined> {
  return await db
    .selectFrom('deliveries')
    .select(summary)
    .where('publicationId', '=', publicationId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The publication knows how it ended. */
export async function takeUpDelivery(db: Db, id: string): Promise<void> {
  await db.updateTable('deliveries').set({ takenUp: true }).where('id', '=', id).execute()
}

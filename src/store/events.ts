import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { json } from './json.ts'
import type { Db } from './open-store.ts'

/**
 * The outbox: an event is added in the transaction that caused it, and read by cursor.
 *
 * States of a row: **added** (`seq` is null; not readable) → **numbered** (readable for ever under that number, until
 * retention). Numbers are given by whoever reads next, under a lock and in a transaction of their own. An identity or a
 * sequence at insert would not do: it is drawn before the commit, so a reader could pass 7 while 6 is still to come.
 */
export interface EventTable {
  id: Generated<number>
  seq: number | null
  /** Null for an event of the whole instance. */
  projectId: string | null
  /** `connection.changed`, … */
  type: string
  /** The id of what it is about. */
  subject: string | null
  payload: ColumnType<Record<string, unknown>, unknown, unknown>
  at: Generated<Date>
}

/** As read: `seq` is its place, and the cursor for what follows it. */
export type HubEvent = Omit<Selectable<EventTable>, 'id' | 'seq'> & { readonly seq: number }

/** Everyone who waits for events listens on this channel. */
export const eventChannel = 'pressroom_events'
const numberLock = 7_305_873_602
const numberedAtOnce = 1000

/** Payloads hold what changed and no secrets; at most 64 KB. Those who listen are woken when the transaction commits. */
export async function addEvent(
  db: Db,
  event: Pick<HubEvent, 'projectId' | 'type' | 'payload'> & { readonly subject?: string | null },
): Promise<void> {
  await db
    .insertInto('events')
    .values({ ...event, payload: json(event.payload, 64 * 1024) })
    .execute()
  await sql`select pg_notify(${eventChannel}, '')`.execute(db)
}

export interface EventFilter {
  /** Only those of these projects (and none of the instance); absent means all. */
  readonly projectIds?: readonly string[] | undefined
  readonly types?: readonly string[] | undefined
  /** Only those after this `seq`; 0 for the oldest there is. */
  readonly after: number
  readonly limit?: number | undefined
}

/** In order. `next` is the cursor that goes on after everything seen, also when the filter left nothing. Not inside a transaction. */
export async function readEvents(
  db: Db,
  filter: EventFilter,
): Promise<{ readonly items: HubEvent[]; readonly next: number }> {
  await numberEvents(db)
  const limit = Math.min(filter.limit ?? 100, 500)
  const newest = await lastEvent(db)
  let query = db
    .selectFrom('events')
    .select(['seq', 'projectId', 'type', 'subject', 'payload', 'at'])
    .where('seq', '>', filter.after)
    .where('seq', '<=', newest)
    .$narrowType<{ seq: number }>()
  if (filter.projectIds !== undefined)
    query = query.where('projectId', '=', sql<string>`any(${filter.projectIds}::text[])`)
  if (filter.types !== undefined) query = query.where('type', '=', sql<string>`any(${filter.types}::text[])`)
  const items = await query.orderBy('seq').limit(limit).execute()
  const last = items.length < limit ? newest : (items.at(-1)?.seq ?? newest)
  return { items, next: Math.max(last, filter.after) }
}

/** The cursor before all that happened in the last so many seconds, by the database's clock. */
export async function eventBefore(db: Db, seconds: number): Promise<number> {
  const newest = await lastEvent(db)
  if (seconds === 0) return newest
  const since = sql<Date>`now() - make_interval(secs => ${seconds})`
  const row = await db
    .selectFrom('events')
    .select((is) => is.fn.min('seq').as('seq'))
    .where('at', '>=', since)
    .executeTakeFirst()
  return typeof row?.seq === 'number' ? Math.min(row.seq - 1, newest) : newest
}

/** The number of the newest readable event; 0 when there is none. */
export async function lastEvent(db: Db): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select((is) => is.fn.max('seq').as('seq'))
    .executeTakeFirst()
  return row?.seq ?? 0
}

async function numberEvents(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql<{
      found: boolean
    }>`select exists (select 1 from events where seq is null) as found`.execute(db)
    if (rows[0]?.found !== true) return
    const numbered = await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${numberLock})`.execute(tx)
      const updated = await sql`
        with added as (select id from events where seq is null order by id limit ${numberedAtOnce}),
        numbers as (select id, nextval('event_seq') as seq from (select id from added order by id) as sorted)
        update events set seq = numbers.seq from numbers where events.id = numbers.id`.execute(tx)
      return updated.numAffectedRows ?? 0n
    })
    if (numbered < numberedAtOnce) return
  }
}

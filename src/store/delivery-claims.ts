import { sql } from 'kysely'
import { HubError } from '../errors/hub-error.ts'
import type { Delivery, DeliveryAttempt, DeliveryState, DeliverySummary } from './deliveries.ts'
import { toJson } from './json.ts'
import type { Db } from './open-store.ts'

/** All moments here are the caller's, so that one clock rules; machines' clocks may differ by less than the lease. */

/** Its publication was paused by a person: it rests too, with those behind it. */
const rests = sql`exists (select 1 from publications p where p.id = d.publication_id and p.state = 'paused')`

export interface DeliveryClaim {
  readonly connectionId: string
  readonly now: Date
  readonly leaseMs: number
  readonly limit: number
  /** Only what is about this. */
  readonly subject?: string
}

/** Takes deliveries that are due, in their order; of one subject, only the first that has not ended. Nothing while the endpoint asked to wait. */
export async function claimDeliveries(
  db: Db,
  { connectionId, now, leaseMs, limit, subject }: DeliveryClaim,
): Promise<Delivery[]> {
  // Never tried, and not wanted any more: taken back, or overtaken by a newer wish.
  await sql`
    delete from deliveries d using publications p
    where d.connection_id = ${connectionId} and d.state = 'waiting' and d.log = '[]' and p.id = d.publication_id
      and (p.state = 'cancelled' or p.wanted_hash <> d.wanted_hash)`.execute(db)
  const { rows } = await sql<Delivery>`
    with due as (
      select id from deliveries d where connection_id = ${connectionId} and finished_at is null and not ${rests}
        and ((state = 'waiting' and next_at <= ${now}) or (state = 'sending' and lease_until <= ${now}))
        and (${subject ?? null}::text is null or subject = ${subject ?? null})
        and not exists (select 1 from deliveries e where e.connection_id = d.connection_id and e.subject = d.subject
          and e.seq < d.seq and e.finished_at is null)
        and not exists (select 1 from webhook_endpoints w
          where w.connection_id = d.connection_id and w.held_until > ${now})
      order by seq limit ${limit} for update skip locked
    )
    update deliveries set state = 'sending', epoch = epoch + 1, attempts = attempts + 1,
      lease_until = ${new Date(now.getTime() + leaseMs)}
    from due where deliveries.id = due.id returning deliveries.*`.execute(db)
  return rows.sort((a, b) => a.seq - b.seq)
}

/** When something of a connection, or about one subject there, is due next; `null` when nothing waits. */
export async function nextDelivery(db: Db, connectionId: string, subject: string | null = null): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(min(due), (select held_until from webhook_endpoints where connection_id = ${connectionId})) as at
    from (
      -- Of each subject, only the first is waited for.
      select distinct on (coalesce(subject, id)) case when state = 'sending' then lease_until else next_at end as due
      from deliveries d where connection_id = ${connectionId} and finished_at is null and not ${rests}
        and (${subject}::text is null or subject = ${subject})
      order by coalesce(subject, id), seq
    ) as heads having count(*) > 0`.execute(db)
  return rows[0]?.at ?? null
}

/** Connections that are used and have deliveries due, for whoever comes by: a crash may have lost the job that says so. */
export async function listDueEndpoints(db: Db, now: Date, limit = 1000): Promise<string[]> {
  const { rows } = await sql<{ connectionId: string }>`
    select distinct d.connection_id from deliveries d join connections c on c.id = d.connection_id
    where d.finished_at is null and d.next_at <= ${now} and (d.lease_until is null or d.lease_until <= ${now})
      and c.state = 'active' and not ${rests}
      and not exists (select 1 from deliveries e where e.connection_id = d.connection_id and e.subject = d.subject
        and e.seq < d.seq and e.finished_at is null)
      and not exists (select 1 from webhook_endpoints w where w.connection_id = d.connection_id and w.held_until > ${now})
    limit ${limit}`.execute(db)
  return rows.map(({ connectionId }) => connectionId)
}

const keptAttempts = 20

export interface DeliverySettlement {
  readonly id: string
  readonly epoch: number
  readonly attempt: DeliveryAttempt
  readonly state: Exclude<DeliveryState, 'sending'>
  /** For `waiting`. */
  readonly nextAt: Date
  readonly now: Date
}

/**
 * Writes down how an attempt went. A publication that waits for it is due at once. `null` when somebody else took it over
 * meanwhile: then nothing is written.
 */
export async function settleDelivery(db: Db, settlement: DeliverySettlement): Promise<DeliverySummary | null> {
  const { id, epoch, attempt, state, nextAt, now } = settlement
  const ended = state !== 'waiting'
  const { rows } = await sql<Delivery>`
    update deliveries set state = ${state}, next_at = ${nextAt}, lease_until = null,
      finished_at = ${ended ? now : null}::timestamptz,
      log = (select coalesce(jsonb_agg(entry order by place), '[]') from (
        select entry, place from jsonb_array_elements(log || ${toJson([attempt])}::jsonb) with ordinality as all_of (entry, place)
        order by place desc limit ${keptAttempts}) as newest)
    where id = ${id} and epoch = ${epoch} and state = 'sending' returning *`.execute(db)
  const [row] = rows
  if (row === undefined) return null
  if (ended && row.publicationId !== null) {
    await sql`
      update publications set next_at = now(), updated_at = now(), state = 'planned'
      where id = ${row.publicationId} and wanted_hash = ${row.wantedHash}
        and (state = 'planned' or (state = 'failed' and ${state} = 'delivered'))`.execute(db)
  }
  const { body: _, ...summary } = row
  return summary
}

/** Sends one again, under the same `webhook-id`, with all attempts before it. Throws `not_found`, `conflict` while it is under way. */
export async function repeatDelivery(db: Db, connectionId: string, id: string, now: Date): Promise<void> {
  const { rows } = await sql<{ state: DeliveryState }>`
    select state from deliveries where connection_id = ${connectionId} and id = ${id} for update`.execute(db)
  const [row] = rows
  if (row === undefined) throw new HubError('not_found', `There is no delivery ${id}`)
  if (row.state === 'sending') throw new HubError('conflict', 'It is being sent just now', { retry: 'later' })
  await sql`
    update deliveries set state = 'waiting', next_at = ${now}, attempts = 0, finished_at = null, taken_up = false
    where id = ${id}`.execute(db)
}

/**
 * Sends all again that ended badly since then, but for those that a later one about the same made pointless. Gives how many.
 */
export async function repeatFailed(db: Db, connectionId: string, since: Date, now: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update deliveries d set state = 'waiting', next_at = ${now}, attempts = 0, finished_at = null, taken_up = false
    where connection_id = ${connectionId} and state in ('refused', 'exhausted') and finished_at >= ${since} and type <> 'test'
      and not exists (select 1 from deliveries e where e.connection_id = d.connection_id and e.subject = d.subject
        and e.seq > d.seq)`.execute(db)
  return Number(numAffectedRows)
}

/** What waits after a failure is due at once: the receiver is back. */
export async function hastenDeliveries(db: Db, connectionId: string, now: Date): Promise<void> {
  await sql`
    update deliveries set next_at = ${now}
    where connection_id = ${connectionId} and state = 'waiting' and next_at > ${now}`.execute(db)
}

import { type Generated, type Selectable, sql } from 'kysely'
import type { Db } from './open-store.ts'

/** What is kept of a webhook connection beside its sealed endpoint. Without a row, all is as at the beginning. */
export interface WebhookEndpointTable {
  connectionId: string
  /** Types of the hub's events that it wants. */
  events: Generated<string[]>
  /** The event up to which those were made deliveries. */
  cursor: Generated<number>
  /** The first failure after the last success, or after a long rest; `null` when the last attempt succeeded. */
  failingSince: Date | null
  /** The last failure that counts; only of use while it fails. */
  lastFailureAt: Date | null
  /** It asked to be left alone until then. */
  heldUntil: Date | null
}

export type WebhookEndpointRow = Selectable<WebhookEndpointTable>

/** How it is with an endpoint. */
export async function readWebhookEndpoint(db: Db, connectionId: string): Promise<WebhookEndpointRow> {
  const row = await db
    .selectFrom('webhookEndpoints')
    .selectAll()
    .where('connectionId', '=', connectionId)
    .executeTakeFirst()
  return row ?? { connectionId, events: [], cursor: 0, failingSince: null, lastFailureAt: null, heldUntil: null }
}

/** Wants these types of events and no others; from `cursor` on, where it wanted none before. */
export async function putSubscription(
  db: Db,
  connectionId: string,
  events: readonly string[],
  cursor: number,
): Promise<void> {
  await sql`
    insert into webhook_endpoints (connection_id, events, cursor) values (${connectionId}, ${events}, ${cursor})
    on conflict (connection_id) do update set events = excluded.events,
      cursor = case when webhook_endpoints.events = '{}' then excluded.cursor else webhook_endpoints.cursor end`.execute(
    db,
  )
}

/** An attempt succeeded, or it shall be counted anew. Gives since when all before had failed; `null` when they had not. */
export async function markSuccess(db: Db, connectionId: string): Promise<Date | null> {
  const { rows } = await sql<{ failingSince: Date | null }>`
    with before as (select failing_since from webhook_endpoints where connection_id = ${connectionId}
      and (failing_since is not null or held_until is not null) for update)
    update webhook_endpoints set failing_since = null, held_until = null
    from before where connection_id = ${connectionId} returning before.failing_since`.execute(db)
  return rows[0]?.failingSince ?? null
}

/**
 * An attempt failed. Gives since when they do.
 * @param restMs so long after the last failure nothing was tried, so that it says nothing any more: it is counted anew
 */
export async function markFailure(
  db: Db,
  connectionId: string,
  { now, restMs }: { readonly now: Date; readonly restMs: number },
): Promise<Date> {
  const rested = new Date(now.getTime() - restMs)
  const { rows } = await sql<{ failingSince: Date }>`
    insert into webhook_endpoints as w (connection_id, failing_since, last_failure_at)
    values (${connectionId}, ${now}, ${now})
    on conflict (connection_id) do update set
      failing_since = case when w.last_failure_at < ${rested} then excluded.failing_since
        else coalesce(w.failing_since, excluded.failing_since) end,
      last_failure_at = excluded.last_failure_at
    returning failing_since`.execute(db)
  return rows[0]?.failingSince ?? now
}

/** It asked to be left alone until then. */
export async function holdEndpoint(db: Db, connectionId: string, until: Date): Promise<void> {
  await sql`
    insert into webhook_endpoints as w (connection_id, held_until) values (${connectionId}, ${until})
    on conflict (connection_id) do update set held_until = greatest(w.held_until, excluded.held_until)`.execute(db)
}

/** Active endpoints that want events. `withNews`: only those for which there are some after their cursor. */
export async function listSubscribers(
  db: Db,
  { withNews = false }: { readonly withNews?: boolean } = {},
): Promise<readonly { readonly connectionId: string; readonly projectId: string }[]> {
  const subscribers = db
    .selectFrom('webhookEndpoints')
    .innerJoin('connections', 'connections.id', 'webhookEndpoints.connectionId')
    .select(['webhookEndpoints.connectionId', 'connections.projectId'])
    .where('connections.state', '=', 'active')
    .where(sql<boolean>`webhook_endpoints.events <> '{}'`)
  const news = sql<boolean>`exists (select 1 from events e where e.project_id = connections.project_id
    and e.seq > webhook_endpoints.cursor and e.type = any(webhook_endpoints.events))`
  return await (withNews ? subscribers.where(news) : subscribers).execute()
}

/** Moves the cursor, in the transaction that keeps the deliveries. False when somebody else did meanwhile. */
export async function moveEventCursor(db: Db, connectionId: string, from: number, to: number): Promise<boolean> {
  const changed = await db
    .updateTable('webhookEndpoints')
    .set({ cursor: to })
    .where('connectionId', '=', connectionId)
    .where('cursor', '=', from)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

import { type RawBuilder, sql } from 'kysely'
import { eventChannel } from './events.ts'
import type { Db } from './open-store.ts'

/** Some publications of a project; what is not given selects all. */
export interface PublicationSelection {
  readonly projectId: string
  readonly ids?: readonly string[] | undefined
  readonly articleIds?: readonly string[] | undefined
  readonly connectionIds?: readonly string[] | undefined
}

/** How many were changed at once, and how many will be when what is under way or in doubt has landed. */
export interface HoldOutcome {
  readonly changed: number
  readonly pending: number
}

/** Lets what is planned rest until it is resumed; what is under way lands first. In a transaction. */
export function pausePublications(tx: Db, selection: PublicationSelection): Promise<HoldOutcome> {
  return hold(tx, selection, 'pause', sql`state in ('planned', 'sending', 'unknown')`)
}

/**
 * Takes wishes back: what was not sent goes back to what it was, `cancelled` where it never was anything. What is under way
 * or in doubt lands first; what is on the site in part is finished. In a transaction.
 */
export function cancelPublications(tx: Db, selection: PublicationSelection): Promise<HoldOutcome> {
  const isOpen = sql`(state in ('planned', 'paused', 'sending', 'unknown') or (state in ('failed', 'conflict') and previous is not null))`
  return hold(tx, selection, 'cancel', sql`${isOpen} and not (begun and state not in ('sending', 'unknown'))`)
}

/** Goes on with what was paused. Gives the connections that have something to do now. */
export async function resumePublications(
  tx: Db,
  selection: PublicationSelection,
): Promise<{ readonly changed: number; readonly connectionIds: string[] }> {
  await sql`update publications set hold = null where ${matching(selection)} and hold = 'pause'`.execute(tx)
  return wake(tx, sql`${matching(selection)} and state = 'paused'`)
}

/** Tries again what was refused, and at once what waits for its next try. Gives the connections that have something to do now. */
export function retryPublications(
  tx: Db,
  selection: PublicationSelection,
): Promise<{ readonly changed: number; readonly connectionIds: string[] }> {
  return wake(tx, sql`${matching(selection)} and (state = 'failed' or (state = 'planned' and next_at > now()))`)
}

/**
 * Does what was asked of rows while they were under way (`hold`), as far as they have landed: of these rows, or of a
 * connection. Gives how many.
 */
export async function applyHolds(
  db: Db,
  among: { readonly ids: readonly string[] } | { readonly connectionId: string },
): Promise<number> {
  const where = 'ids' in among ? sql`id = any(${among.ids}::text[])` : sql`connection_id = ${among.connectionId}`
  const isAway = sql`p.remote_id is null and p.remote_ref is null`
  const goesBack = sql`p.hold = 'cancel' and p.previous is not null and not p.begun`
  const isGone = sql`(${goesBack} and p.previous->>'state' = 'gone')`
  const former = (name: string, own: string): RawBuilder<unknown> =>
    sql`case when ${goesBack} then p.previous->>${sql.lit(name)} else p.${sql.ref(own)} end`
  const { rows } = await sql<{ id: string }>`
    with held as (update publications as p set
      state = case when p.hold = 'pause' then 'paused' when p.begun then 'planned'
        when p.previous is null then 'cancelled'
        when ${isAway} and p.previous->>'state' in ('live', 'scheduled', 'draft', 'trashed') then 'gone'
        else p.previous->>'state' end,
      action = ${former('action', 'action')}, wanted_hash = ${former('wantedHash', 'wanted_hash')},
      result = ${former('result', 'result')},
      receipt = case when ${goesBack} then coalesce(nullif(p.previous->'receipt', 'null'), p.receipt) else p.receipt end,
      -- What is wanted again after it was found to be gone is made anew.
      remote_id = case when ${isGone} then null else p.remote_id end,
      wake_at = case when ${isGone} then null else p.wake_at end,
      version = case when ${goesBack} then (p.previous->>'version')::integer else p.version end,
      options = case when ${goesBack} then p.previous->'options' else p.options end,
      error = case when ${goesBack} then nullif(p.previous->'error', 'null') else p.error end,
      previous = case when ${goesBack} then null else p.previous end,
      hold = null, epoch = p.epoch + 1, lease_until = null, worker = null, updated_at = now()
    where ${where} and p.hold is not null and ${landed}
    returning p.*),
    told as (insert into events (project_id, type, subject, payload)
      select project_id, 'publication.changed', id, jsonb_build_object('article', article_id, 'connection', connection_id,
        'state', state, 'result', result, 'url', remote_url, 'code', error->>'code')
      from held where state <> 'planned' returning 1)
    select id, (select pg_notify(${eventChannel}, '') from told limit 1) from held`.execute(db)
  return rows.length
}

/** Nothing of it is under way: claimed rows count from when their lease ran out, unless something was sent for them. */
const landed = sql`(p.state in ('planned', 'paused', 'failed', 'conflict')
  or (p.state = 'sending' and p.request is null and p.lease_until <= now()))`

async function hold(
  tx: Db,
  selection: PublicationSelection,
  what: 'pause' | 'cancel',
  isOpen: RawBuilder<unknown>,
): Promise<HoldOutcome> {
  const { rows } = await sql<{ id: string }>`
    with matched as (select id from publications where ${matching(selection)} and ${isOpen} order by id for update)
    update publications set hold = ${what} from matched where publications.id = matched.id
    returning publications.id`.execute(tx)
  const changed = await applyHolds(tx, { ids: rows.map(({ id }) => id) })
  return { changed, pending: rows.length - changed }
}

async function wake(
  tx: Db,
  which: RawBuilder<unknown>,
): Promise<{ readonly changed: number; readonly connectionIds: string[] }> {
  const { rows } = await sql<{ connectionId: string }>`
    with matched as (select id from publications where ${which} order by id for update),
    woken as (update publications set state = 'planned', error = null, attempts = 0, empty_finds = 0,
      next_at = now(), updated_at = now()
      from matched where publications.id = matched.id returning publications.*),
    told as (insert into events (project_id, type, subject, payload)
      select project_id, 'publication.changed', id, jsonb_build_object('article', article_id, 'connection', connection_id,
        'state', state, 'result', result, 'url', remote_url, 'code', null) from woken returning 1)
    select connection_id, (select pg_notify(${eventChannel}, '') from told limit 1) from woken`.execute(tx)
  return { changed: rows.length, connectionIds: [...new Set(rows.map(({ connectionId }) => connectionId))] }
}

function matching({ projectId, ids, articleIds, connectionIds }: PublicationSelection): RawBuilder<unknown> {
  const one = (column: string, list: readonly string[] | undefined): RawBuilder<unknown> =>
    list === undefined ? sql`true` : sql`${sql.ref(column)} = any(${list}::text[])`
  return sql`project_id = ${projectId} and ${one('id', ids)} and ${one('articleId', articleIds)} and ${one('connectionId', connectionIds)}`
}

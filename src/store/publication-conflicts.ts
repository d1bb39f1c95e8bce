import { sql } from 'kysely'
import { eventChannel } from './events.ts'
import { toJson } from './json.ts'
import type { Db } from './open-store.ts'
import type { Settlement } from './publication-leases.ts'
import type { Publication } from './publications.ts'

/** What a person decided of a conflict: what is there is what is meant. */
export interface AcceptedConflict {
  readonly row: Publication
  readonly state: 'live' | 'scheduled' | 'draft' | 'trashed' | 'gone'
  readonly remote: NonNullable<Settlement['remote']>
  /** For scheduled: in how many ms there is something to look at. */
  readonly wakeInMs?: number | undefined
  /** The version that has these words, and its hash as a wish; `null` where the article stays as it is. */
  readonly adopted: { readonly version: number; readonly wantedHash: string } | null
}

/**
 * Takes what is there as it is: a row in conflict is at rest again, and its next change begins from there. Without an adopted
 * version the wish goes back to what was done last, so that only a new one is a change. False where the row is no longer as
 * it was seen.
 */
export async function acceptConflict(
  db: Db,
  { row, state, remote, wakeInMs, adopted }: AcceptedConflict,
): Promise<boolean> {
  const hash = adopted?.wantedHash ?? row.doneHash ?? row.wantedHash
  const { rows } = await sql<{ id: string }>`
    with accepted as (update publications as p set state = ${state}, result = 'unchanged', error = null,
      version = coalesce(${adopted?.version ?? null}::integer, (p.previous->>'version')::integer, p.version),
      options = case when ${adopted === null} then coalesce(p.previous->'options', p.options) else p.options end,
      receipt = coalesce(p.receipt, nullif(p.previous->'receipt', 'null')),
      action = 'publish', wanted_hash = ${hash}, done_hash = ${hash}, previous = null, hold = null, begun = false,
      remote_type = ${remote.type}, remote_id = ${remote.id}, remote_ref = ${remote.ref ?? null}, remote_url = ${remote.url},
      remote_status = ${remote.status}, remote_modified = ${remote.modified}, remote_hash = ${remote.hash},
      remote_date = coalesce(${remote.date ?? null}::timestamptz, case when ${state} = 'live' then coalesce(p.remote_date, now()) end),
      wake_at = now() + ${wakeInMs ?? null}::float8 * interval '1 millisecond',
      epoch = p.epoch + 1, updated_at = now()
    where p.id = ${row.id} and p.epoch = ${row.epoch} and p.state = 'conflict' returning p.*),
    told as (insert into events (project_id, type, subject, payload)
      select project_id, 'publication.changed', id, jsonb_build_object('article', article_id, 'connection', connection_id,
        'state', state, 'result', result, 'url', remote_url, 'code', null) from accepted returning 1)
    select id, (select pg_notify(${eventChannel}, '') from told) from accepted`.execute(db)
  return rows.length === 1
}

/** Wants a row in conflict written over what is there. False where it is no longer as it was seen. */
export async function overwriteConflict(
  db: Db,
  row: Publication,
  wish: { readonly wantedHash: string; readonly options: object },
): Promise<boolean> {
  const { rows } = await sql`
    update publications set state = 'planned', wanted_hash = ${wish.wantedHash}, options = ${toJson(wish.options, 64 * 1024)}::jsonb,
      error = null, result = null, receipt = null, attempts = 0, hold = null, next_at = now(), updated_at = now()
    where id = ${row.id} and epoch = ${row.epoch} and state = 'conflict' returning id`.execute(db)
  return rows.length === 1
}

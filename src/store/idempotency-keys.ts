import { type ColumnType, type Generated, sql } from 'kysely'
import { json } from './json.ts'
import type { Db } from './open-store.ts'

/**
 * A write that a caller may send again under the same key. `scope` says whose key it is: the project and the actor.
 *
 * States: **none** → `begin` → **running** (until `locked_until`; a crash leaves it to the next `begin` after that) →
 * `finish` → **done** (the answer is replayed until retention), or → `abandon` → **none** (nothing happened; may be tried again),
 * or → `release` → **running** that the next `begin` takes over at once (it may have happened; `note` says what to look for).
 */
export interface IdempotencyKeyTable {
  scope: string
  key: string
  /** Of operation and input: another request under the same key is a mistake of the caller. */
  requestHash: string
  state: 'running' | 'done'
  status: number | null
  /** The answer; while running, the note that was left for whoever takes over. */
  response: ColumnType<unknown, unknown, unknown>
  lockedUntil: Date
  createdAt: Generated<Date>
}

export interface IdempotencyKey {
  readonly scope: string
  readonly key: string
}

export type Begun =
  | { readonly kind: 'fresh'; readonly note: unknown }
  | { readonly kind: 'replay'; readonly status: number; readonly response: unknown }
  | { readonly kind: 'running' }
  | { readonly kind: 'mismatch' }

/** `fresh`: do it and `finish` within `seconds`; `note` is what an earlier try left that ended without an answer, else null. `replay`: answer with this. `running`: another one does it now. `mismatch`: the key was for another request. */
export async function beginIdempotent(
  db: Db,
  { scope, key }: IdempotencyKey,
  requestHash: string,
  seconds = 120,
): Promise<Begun> {
  const taken = await sql<{ note: unknown }>`
    insert into idempotency_keys (scope, key, request_hash, state, locked_until)
    values (${scope}, ${key}, ${requestHash}, 'running', now() + ${seconds} * interval '1 second')
    on conflict (scope, key) do update set locked_until = excluded.locked_until
    where idempotency_keys.state = 'running' and idempotency_keys.locked_until < now()
      and idempotency_keys.request_hash = excluded.request_hash
    returning response as note`.execute(db)
  const [mine] = taken.rows
  if (mine !== undefined) return { kind: 'fresh', note: mine.note }
  const row = await db
    .selectFrom('idempotencyKeys')
    .select(['requestHash', 'state', 'status', 'response'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst()
  // Gone again between the two statements: whoever had it gave it up, and the caller may come back.
  if (row === undefined) return { kind: 'running' }
  if (row.requestHash !== requestHash) return { kind: 'mismatch' }
  return row.state === 'done'
    ? { kind: 'replay', status: row.status ?? 200, response: row.response }
    : { kind: 'running' }
}

/** Keeps the answer, best in the transaction of the write itself. */
export async function finishIdempotent(
  db: Db,
  { scope, key }: IdempotencyKey,
  status: number,
  response: unknown,
): Promise<void> {
  await db
    .updateTable('idempotencyKeys')
    .set({ state: 'done', status, response: json(response, 1024 * 1024) })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .execute()
}

/** Leaves word for whoever takes over, should this try end without an answer; `null` for none. */
export async function noteIdempotent(db: Db, { scope, key }: IdempotencyKey, note: unknown): Promise<void> {
  await db
    .updateTable('idempotencyKeys')
    .set({ response: note === null ? null : json(note, 4096) })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where('state', '=', 'running')
    .execute()
}

/** Lets the next try take over at once. */
export async function releaseIdempotent(db: Db, { scope, key }: IdempotencyKey): Promise<void> {
  await db
    .updateTable('idempotencyKeys')
    .set({ lockedUntil: sql`now() - interval '1 second'` })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where('state', '=', 'running')
    .execute()
}

/** Forgets a key whose write did not happen. */
export async function abandonIdempotent(db: Db, { scope, key }: IdempotencyKey): Promise<void> {
  await db
    .deleteFrom('idempotencyKeys')
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where('state', '=', 'running')
    .execute()
}

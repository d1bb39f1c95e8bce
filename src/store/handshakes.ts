import { createHash, timingSafeEqual } from 'node:crypto'
import type { ColumnType, Generated, Selectable } from 'kysely'
import { newId } from './id.ts'
import { json } from './json.ts'
import type { Db } from './open-store.ts'

/**
 * Something that was begun here and is finished by a browser that comes back: a connection being authorized at its site,
 * an invitation, a set-up link.
 *
 * States: **open** → **used** (`useHandshake`, once) or **expired** (by time). Only the hash of its secret is kept.
 */
export interface HandshakeTable {
  id: string
  projectId: string
  kind: string
  secretHash: string
  data: ColumnType<Record<string, unknown>, unknown, unknown>
  /** Sealed for `handshakes/<id>/sealed`. */
  sealed: string | null
  createdBy: string
  createdAt: Generated<Date>
  expiresAt: Date
  usedAt: Date | null
}

export type Handshake = Omit<Selectable<HandshakeTable>, 'secretHash'>

const columns = ['id', 'projectId', 'kind', 'data', 'sealed', 'createdBy', 'createdAt', 'expiresAt', 'usedAt'] as const

export function newHandshakeId(): string {
  return newId('hsk')
}

export async function createHandshake(
  db: Db,
  handshake: Pick<Handshake, 'id' | 'projectId' | 'kind' | 'data' | 'createdBy' | 'expiresAt'> & {
    readonly secret: string
    readonly sealed?: string | null
  },
): Promise<Handshake> {
  const { secret, data, ...rest } = handshake
  return await db
    .insertInto('handshakes')
    .values({ ...rest, data: json(data), secretHash: hash(secret) })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** The open one with this id and secret, without using it; null for a wrong secret, an expired or a used one alike. */
export async function findHandshake(db: Db, id: string, secret: string, now = new Date()): Promise<Handshake | null> {
  const row = await db
    .selectFrom('handshakes')
    .select([...columns, 'secretHash'])
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (row === undefined) return null
  const { secretHash, ...handshake } = row
  return timingSafeEqual(Buffer.from(secretHash), Buffer.from(hash(secret))) ? handshake : null
}

/** The open one with this id in a project, for who began it there; null as above. */
export async function findHandshakeOf(
  db: Db,
  projectId: string,
  id: string,
  now = new Date(),
): Promise<Handshake | null> {
  const row = await db
    .selectFrom('handshakes')
    .select(columns)
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return row ?? null
}

/** Keeps what came back, sealed, until it is used or expires; false when it is not open any more. */
export async function keepInHandshake(db: Db, id: string, sealed: string, now = new Date()): Promise<boolean> {
  const row = await db
    .updateTable('handshakes')
    .set({ sealed })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets what was sealed in those that are over. How many it was. */
export async function clearExpiredHandshakes(db: Db, now: Date): Promise<number> {
  const cleared = await db
    .updateTable('handshakes')
    .set({ sealed: null })
    .where('expiresAt', '<', now)
    .where('sealed', 'is not', null)
    .executeTakeFirst()
  return Number(cleared.numUpdatedRows)
}

/** Marks it used; true for the one caller who did. Together with what it permits, in one transaction. */
export async function useHandshake(db: Db, id: string, now = new Date()): Promise<boolean> {
  const row = await db
    .updateTable('handshakes')
    .set({ usedAt: now, sealed: null })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Those of a project that are still open, the oldest first; at most 500. */
export async function listOpenHandshakes(
  db: Db,
  projectId: string,
  kind: string,
  now = new Date(),
): Promise<Handshake[]> {
  return await db
    .selectFrom('handshakes')
    .select(columns)
    .where('projectId', '=', projectId)
    .where('kind', '=', kind)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('id')
    .limit(500)
    .execute()
}

/** Takes open ones back: one by its id, or all that somebody made. True when there was any. */
export async function deleteHandshakes(
  db: Db,
  which: { readonly projectId: string; readonly kind: string } & (
    | { readonly id: string }
    | { readonly createdBy: string }
  ),
): Promise<boolean> {
  const query = db
    .deleteFrom('handshakes')
    .where('projectId', '=', which.projectId)
    .where('kind', '=', which.kind)
    .where('usedAt', 'is', null)
  const gone = await ('id' in which
    ? query.where('id', '=', which.id)
    : query.where('createdBy', '=', which.createdBy)
  ).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

import { type ColumnType, type Generated, sql } from 'kysely'
import { json } from './json.ts'
import type { Db } from './open-store.ts'

/** What is remembered of a site: its index, types, taxonomies, roles, limits. One row a name. */
export interface ConnectionCacheTable {
  connectionId: string
  name: string
  body: ColumnType<unknown, unknown, unknown>
  fetchedAt: Generated<Date>
}

/** A site's index lists every route with its arguments; the largest seen are below 2 MB. */
const largestBody = 4 * 1024 * 1024

/** Replaces the one with this name. Throws `too_large` past 4 MB. */
export async function putConnectionCache(db: Db, connectionId: string, name: string, body: unknown): Promise<void> {
  await db
    .insertInto('connectionCaches')
    .values({ connectionId, name, body: json(body, largestBody) })
    .onConflict((conflict) =>
      conflict.columns(['connectionId', 'name']).doUpdateSet({ body: sql`excluded.body`, fetchedAt: new Date() }),
    )
    .execute()
}

/** Null when there is none. The body is what was put there, unchecked. */
export async function getConnectionCache(
  db: Db,
  connectionId: string,
  name: string,
): Promise<{ readonly body: unknown; readonly fetchedAt: Date } | null> {
  const row = await db
    .selectFrom('connectionCaches')
    .select(['body', 'fetchedAt'])
    .where('connectionId', '=', connectionId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row ?? null
}

import { type Generated, sql } from 'kysely'
import { need } from './constraint.ts'
import type { Db } from './open-store.ts'

/** The bytes of an image, kept until they are on every site: whoever works on a publication may be another machine. */
export interface AssetTable {
  projectId: string
  /** SHA-256 of the bytes, hex. */
  hash: string
  /** As the file is to be called, without its hash. */
  name: string
  type: string
  bytes: Buffer
  createdAt: Generated<Date>
}

export interface StoredAsset {
  readonly hash: string
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** The same bytes are kept once a project. */
export async function putAsset(db: Db, projectId: string, asset: StoredAsset): Promise<void> {
  const { hash, name, type } = asset
  await db
    .insertInto('assets')
    .values({ projectId, hash, name, type, bytes: Buffer.from(asset.bytes) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function hasAsset(db: Db, projectId: string, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('assets')
    .select('hash')
    .where('projectId', '=', projectId)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row !== undefined
}

/** Throws `not_found`. */
export async function readAsset(db: Db, projectId: string, hash: string): Promise<StoredAsset> {
  const row = await db
    .selectFrom('assets')
    .select(['hash', 'name', 'type', 'bytes'])
    .where('projectId', '=', projectId)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return need(row, `There is no asset ${hash}`)
}

/** The hashes of assets that begin with one of these, by the beginning. */
export async function findAssets(
  db: Db,
  projectId: string,
  beginnings: readonly string[],
): Promise<Map<string, string>> {
  if (beginnings.length === 0) return new Map()
  const { rows } = await sql<{ beginning: string; hash: string }>`
    select beginning, assets.hash from unnest(${beginnings}::text[]) as beginning
    join assets on assets.project_id = ${projectId} and assets.hash >= beginning and assets.hash < beginning || 'g'`.execute(
    db,
  )
  return new Map(rows.map(({ beginning, hash }) => [beginning, hash]))
}

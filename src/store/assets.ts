import type { Generated } from 'kysely'
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

import { type ColumnType, type Generated, sql } from 'kysely'
import { json } from './json.ts'
import type { Db } from './open-store.ts'

/** How a connection wants articles, and what was seen of it while publishing. */
export interface PublishSettingsTable {
  connectionId: string
  /** Defaults, which one publication may override. */
  options: ColumnType<Readonly<Record<string, unknown>>, unknown, unknown>
  /** A firewall in front of the site takes native blocks for an attack. */
  refusesBlocks: Generated<boolean>
  updatedAt: Generated<Date>
}

export interface PublishSettings {
  readonly options: Readonly<Record<string, unknown>>
  readonly refusesBlocks: boolean
}

/** Those of these connections that have any. */
export async function readPublishSettings(
  db: Db,
  connectionIds: readonly string[],
): Promise<Map<string, PublishSettings>> {
  const rows = await db
    .selectFrom('publishSettings')
    .select(['connectionId', 'options', 'refusesBlocks'])
    .where('connectionId', '=', sql<string>`any(${connectionIds}::text[])`)
    .execute()
  return new Map(rows.map(({ connectionId, ...settings }) => [connectionId, settings]))
}

/** Throws `too_large` past 64 KB of options. */
export async function putPublishSettings(
  db: Db,
  connectionId: string,
  settings: Partial<PublishSettings>,
): Promise<void> {
  const { options, refusesBlocks } = settings
  const kept = options === undefined ? undefined : json(options, 64 * 1024)
  await db
    .insertInto('publishSettings')
    .values({ connectionId, options: kept ?? json({}), refusesBlocks: refusesBlocks ?? false })
    .onConflict((conflict) =>
      conflict.column('connectionId').doUpdateSet({
        updatedAt: new Date(),
        ...(kept === undefined ? {} : { options: kept }),
        ...(refusesBlocks === undefined ? {} : { refusesBlocks }),
      }),
    )
    .execute()
}

import { sql } from 'kysely'
import type { Db } from './open-store.ts'
import type { AssetSite } from './site-assets.ts'

/** An image in the media library of a site, as a post of that site was seen to show it. */
export interface SiteMediaTable {
  projectId: string
  siteKey: string
  url: string
  remoteId: number
  /** WordPress's name of the size that the address is; null where none was said. */
  size: string | null
}

export type SeenMedia = Pick<SiteMediaTable, 'url' | 'remoteId' | 'size'>

/** An index takes no longer ones. */
const longestUrl = 2000

export async function rememberSiteMedia(
  db: Db,
  { projectId, siteKey }: AssetSite,
  media: readonly SeenMedia[],
): Promise<void> {
  const rows = media.filter(({ url }) => Buffer.byteLength(url) <= longestUrl)
  if (rows.length === 0) return
  await db
    .insertInto('siteMedia')
    .values(rows.map((row) => ({ ...row, projectId, siteKey })))
    .onConflict((conflict) =>
      conflict.columns(['projectId', 'siteKey', 'url']).doUpdateSet({
        remoteId: sql<number>`excluded.remote_id`,
        size: sql<string | null>`coalesce(excluded.size, site_media.size)`,
      }),
    )
    .execute()
}

/** What is known of these addresses. */
export async function listSiteMedia(
  db: Db,
  { projectId, siteKey }: AssetSite,
  urls: readonly string[],
): Promise<SeenMedia[]> {
  if (urls.length === 0) return []
  return await db
    .selectFrom('siteMedia')
    .select(['url', 'remoteId', 'size'])
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('url', '=', sql<string>`any(${urls}::text[])`)
    .execute()
}

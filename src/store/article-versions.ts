import { sql } from 'kysely'
import type { VersionOrigin } from './articles.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readNumberCursor, rowsFor, toPage } from './page.ts'

/** A version without its content. */
export interface ArticleVersionEntry {
  readonly version: number
  readonly title: string
  readonly via: VersionOrigin
  readonly createdBy: string
  readonly createdAt: Date
}

/** The versions of an article, the newest first. */
export async function listArticleVersions(
  db: Db,
  articleId: string,
  page: PageRequest = {},
): Promise<Page<ArticleVersionEntry>> {
  const before = readNumberCursor(page)
  let query = db
    .selectFrom('articleVersions')
    .select(['version', 'via', 'createdBy', 'createdAt', sql<string>`coalesce(body->>'title', '')`.as('title')])
    .where('articleId', '=', articleId)
  if (before !== null) query = query.where('version', '<', before)
  const rows = await query.orderBy('version', 'desc').limit(rowsFor(page)).execute()
  return toPage(rows, page, ({ version }) => version)
}

/** What any version of the article had for these `src`, the newest first: hashes of assets. */
export async function findFormerAssets(
  db: Db,
  articleId: string,
  srcs: readonly string[],
): Promise<Map<string, string>> {
  if (srcs.length === 0) return new Map()
  const { rows } = await sql<{ src: string; hash: string }>`
    select distinct on (asset.key) asset.key as src, asset.value as hash
    from article_versions, jsonb_each_text(article_versions.assets) as asset
    where article_versions.article_id = ${articleId} and asset.key = any(${srcs}::text[])
    order by asset.key, article_versions.version desc`.execute(db)
  return new Map(rows.map(({ src, hash }) => [src, hash]))
}

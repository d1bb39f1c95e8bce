import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { need } from './constraint.ts'
import { newId } from './id.ts'
import { json } from './json.ts'
import type { Db } from './open-store.ts'

/** `draft`: being written. `ready`: may be published. `archived`: kept, and in nobody's way. */
export type ArticleState = 'draft' | 'ready' | 'archived'

export interface ArticleTable {
  id: string
  projectId: string
  /** Which article this is, wherever its file lies; unique in the project. */
  identity: string
  /** What its marks derive from, where that is not its identity: the one that it had before its file was first moved. */
  markIdentity: string | null
  /** Where its file came from: a git remote, or the name of a folder. */
  source: string | null
  /** The path of its file there. */
  path: string | null
  /** Where its file lies on the machine it came from, where its source is only the name of a folder. */
  place: string | null
  title: string
  state: Generated<ArticleState>
  /** The newest version. */
  version: Generated<number>
  /** Of the newest version. */
  hash: string
  createdBy: string
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

/** Where a version came from: a file that was imported, a post of a site, a person who edited it here, or an older version. */
export type VersionOrigin = 'file' | 'site' | 'edit' | 'restore'

export interface ArticleVersionTable {
  articleId: string
  version: number
  /** SHA-256 over the article and its assets, hex. */
  hash: string
  /** The canonical article. */
  body: ColumnType<unknown, unknown, unknown>
  /** The hash of the asset for each `src` that is to be uploaded. */
  assets: ColumnType<Readonly<Record<string, string>>, unknown, unknown>
  via: Generated<VersionOrigin>
  createdBy: string
  createdAt: Generated<Date>
}

export type ArticleRow = Selectable<ArticleTable>
export type ArticleVersion = Selectable<ArticleVersionTable>

/** An article may be 4 MB of text, each character of which may take six bytes in JSON. */
const largestBody = 32 * 1024 * 1024

export interface ArticleContent {
  readonly title: string
  readonly hash: string
  readonly body: unknown
  readonly assets: Readonly<Record<string, string>>
}

export interface ArticleOrigin {
  readonly projectId: string
  readonly identity: string
  readonly source: string | null
  readonly path: string | null
  /** Left as it is where nothing is said. */
  readonly place?: string | null
  readonly by: string
  /** `file` where nothing is said. */
  readonly via?: VersionOrigin
}

/**
 * Makes the article of this identity, or its next version where the content differs; the same content is no new version.
 * Neither is what came the last time from there too: what people changed here meanwhile stays. In a transaction of the caller's: two at once wait for each other.
 */
export async function putArticle(db: Db, origin: ArticleOrigin, content: ArticleContent): Promise<ArticleRow> {
  const { projectId, identity, source, path, place, by, via = 'file' } = origin
  const { title, hash } = content
  const id = newId('art')
  // Posts of an article whose file lay here before carry marks of this identity: those of a new one must differ.
  const markIdentity = sql<string | null>`(select ${otherMarkIdentity(identity, id)}::text
    where exists (select from articles where project_id = ${projectId} and mark_identity = ${identity}))`
  const row = await db
    .insertInto('articles')
    .values({ id, projectId, identity, markIdentity, source, path, place, title, hash, version: 0, createdBy: by })
    // Written even where nothing changes, which locks the row until the transaction ends.
    .onConflict((conflict) => conflict.columns(['projectId', 'identity']).doUpdateSet({ source, path, place }))
    .returningAll()
    .executeTakeFirstOrThrow()
  if (row.version > 0 && (await isKnown(db, row, hash, via))) return row
  return await addArticleVersion(db, row, content, { by, via })
}

/** What the marks of an article derive from where another one's derive from its identity. */
export function otherMarkIdentity(identity: string, articleId: string): string {
  return `${identity} ${articleId}`
}

/** Whether this is the newest content, or what came the last time from there. */
export async function isKnown(db: Db, { id, hash }: ArticleRow, content: string, via: VersionOrigin): Promise<boolean> {
  if (hash === content) return true
  const newest = await db
    .selectFrom('articleVersions')
    .select('hash')
    .where('articleId', '=', id)
    .where('via', '=', via)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.hash === content
}

/** The next version of an article whose row the caller holds. */
export async function addArticleVersion(
  db: Db,
  row: ArticleRow,
  content: ArticleContent,
  { by, via }: { readonly by: string; readonly via: VersionOrigin },
): Promise<ArticleRow> {
  const { title, hash } = content
  const version = row.version + 1
  await db
    .insertInto('articleVersions')
    .values({
      articleId: row.id,
      version,
      hash,
      body: json(content.body, largestBody),
      assets: json(content.assets, 4 * 1024 * 1024),
      via,
      createdBy: by,
    })
    .execute()
  return await db
    .updateTable('articles')
    .set({ title, hash, version, updatedAt: new Date() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The articles of these identities that are there. */
export async function findArticles(db: Db, projectId: string, identities: readonly string[]): Promise<ArticleRow[]> {
  return await db
    .selectFrom('articles')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('identity', '=', sql<string>`any(${identities}::text[])`)
    .execute()
}

/** The articles whose file lies there. */
export async function findArticlesAt(db: Db, projectId: string, place: string): Promise<ArticleRow[]> {
  const query = db.selectFrom('articles').selectAll().where('projectId', '=', projectId)
  return await query.where('place', '=', place).orderBy('id').execute()
}

/** Those of a source, or below a place, with exactly this content, for recognising renamed files. */
export async function findArticlesByHash(
  db: Db,
  {
    projectId,
    source,
    place,
    hash,
  }: {
    readonly projectId: string
    readonly source: string
    readonly place: string | null
    readonly hash: string
  },
  limit = 1000,
): Promise<ArticleRow[]> {
  return await db
    .selectFrom('articles')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('hash', '=', hash)
    .where((either) => either.or([either('source', '=', source), sql<boolean>`starts_with(place, ${place} || '/')`]))
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The file of an article was moved: the article stays what it is, and so do the marks of its posts. */
export async function renameArticle(
  db: Db,
  id: string,
  to: Pick<ArticleRow, 'identity' | 'source' | 'path' | 'place'>,
): Promise<void> {
  await db
    .updateTable('articles')
    .set({ ...to, markIdentity: sql<string>`coalesce(mark_identity, identity)`, updatedAt: new Date() })
    .where('id', '=', id)
    .execute()
}

/** Throws `not_found`, also when it is in another project. */
export async function getArticle(db: Db, projectId: string, id: string): Promise<ArticleRow> {
  const row = await db
    .selectFrom('articles')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst()
  return need(row, `There is no article ${id}`)
}

/** The article, held until the transaction ends. Throws `not_found`. */
export async function lockArticle(db: Db, projectId: string, id: string): Promise<ArticleRow> {
  const row = await db
    .selectFrom('articles')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return need(row, `There is no article ${id}`)
}

/** These versions, as many of them as there are. */
export async function readArticleVersions(
  db: Db,
  wanted: readonly { readonly articleId: string; readonly version: number }[],
): Promise<ArticleVersion[]> {
  if (wanted.length === 0) return []
  const { rows } = await sql<ArticleVersion>`
    select article_versions.* from article_versions
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted ("articleId" text, version integer)
      on article_versions.article_id = wanted."articleId" and article_versions.version = wanted.version
  `.execute(db)
  return rows
}

/** Throws `not_found`. */
export async function setArticleState(db: Db, projectId: string, id: string, state: ArticleState): Promise<ArticleRow> {
  const row = await db
    .updateTable('articles')
    .set({ state, updatedAt: new Date() })
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return need(row, `There is no article ${id}`)
}

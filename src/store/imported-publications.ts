import { sql } from 'kysely'
import { toJson } from './json.ts'
import type { Db } from './open-store.ts'
import type { Settlement } from './publication-leases.ts'
import type { PublicationState } from './publications.ts'

/** The article that a post of a site is, where one is known. */
export async function findArticleOfPost(
  db: Db,
  { projectId, siteKey }: { readonly projectId: string; readonly siteKey: string },
  remoteId: number,
): Promise<{ readonly publicationId: string; readonly articleId: string; readonly connectionId: string } | null> {
  const row = await db
    .selectFrom('publications')
    .select(['id', 'articleId', 'connectionId'])
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('remoteId', '=', remoteId)
    .executeTakeFirst()
  return row === undefined ? null : { publicationId: row.id, articleId: row.articleId, connectionId: row.connectionId }
}

/** A post that was read, and the article that was made of it. */
export interface ReadPost {
  readonly version: number
  readonly options: unknown
  readonly wantedHash: string
  readonly state: PublicationState
  readonly remote: NonNullable<Settlement['remote']>
  /** For scheduled: in how many ms there is something to look at. */
  readonly wakeInMs?: number
}

/** Says that a publication is as the site has it. False while somebody works on it, and nothing was changed then. */
export async function settleAsRead(db: Db, id: string, read: ReadPost): Promise<boolean> {
  const { version, options, wantedHash, state, remote, wakeInMs = null } = read
  const { rows } = await sql`
    update publications set state = ${state}, action = 'publish', version = ${version}, options = ${toJson(options)}::jsonb,
      wanted_hash = ${wantedHash}, done_hash = ${wantedHash}, result = 'unchanged', error = null, updated_at = now(),
      remote_type = ${remote.type}, remote_id = ${remote.id}, remote_url = ${remote.url}, remote_status = ${remote.status},
      remote_modified = ${remote.modified}, remote_hash = ${remote.hash}, remote_date = ${remote.date ?? null}::timestamptz,
      wake_at = now() + ${wakeInMs}::float8 * interval '1 millisecond', previous = null, hold = null, begun = false
    where id = ${id} and state not in ('sending', 'unknown') and request is null
    returning id`.execute(db)
  return rows.length === 1
}

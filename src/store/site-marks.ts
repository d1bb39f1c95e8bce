import { type Generated, sql } from 'kysely'
import type { Db } from './open-store.ts'

/** A type of posts of a connection's site was looked through for marks of ours. Not in backups: what was made since is unknown then. */
export interface SiteLookTable {
  connectionId: string
  type: string
  at: Generated<Date>
}

/** A post that carried a mark of ours when the site was looked through. Not in backups either. */
export interface SiteMarkTable {
  connectionId: string
  mark: string
  type: string
  remoteId: number
}

type SiteMark = Pick<SiteMarkTable, 'mark' | 'type' | 'remoteId'>

/** The post types that a connection's new publications are for. */
export async function listNewTypes(db: Db, connectionId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select distinct coalesce(p.options->>'postType', v.body->>'postType', 'post') as type
    from publications p join article_versions v on v.article_id = p.article_id and v.version = p.version
    where p.connection_id = ${connectionId} and p.state = 'planned' and p.remote_id is null limit 20`.execute(db)
  return rows.map(({ type }) => type)
}

/** Those of these types that nobody has looked through yet. */
export async function listUnseenTypes(db: Db, connectionId: string, types: Iterable<string>): Promise<string[]> {
  const wanted = [...new Set(types)]
  const seen = await db.selectFrom('siteLooks').select('type').where('connectionId', '=', connectionId).execute()
  return wanted.filter((type) => !seen.some((look) => look.type === type))
}

/** Keeps what was found; of two posts with one mark, the older one. */
export async function keepSiteMarks(db: Db, connectionId: string, marks: readonly SiteMark[]): Promise<void> {
  for (let at = 0; at < marks.length; at += 1000)
    await db
      .insertInto('siteMarks')
      .values(marks.slice(at, at + 1000).map((mark) => ({ ...mark, connectionId })))
      .onConflict((conflict) =>
        conflict.columns(['connectionId', 'mark']).doUpdateSet({
          type: sql<string>`case when excluded.remote_id < site_marks.remote_id then excluded.type else site_marks.type end`,
          remoteId: sql<number>`least(excluded.remote_id, site_marks.remote_id)`,
        }),
      )
      .execute()
}

/** A type was looked through from end to end. */
export async function keepSiteLook(db: Db, connectionId: string, type: string): Promise<void> {
  await db
    .insertInto('siteLooks')
    .values({ connectionId, type })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The posts that carried these marks. */
export async function findSiteMarks(db: Db, connectionId: string, marks: readonly string[]): Promise<SiteMark[]> {
  if (marks.length === 0) return []
  return await db
    .selectFrom('siteMarks')
    .select(['mark', 'type', 'remoteId'])
    .where('connectionId', '=', connectionId)
    .where('mark', '=', sql<string>`any(${marks}::text[])`)
    .execute()
}

/** They are not there any more, or have publications now. */
export async function forgetSiteMarks(db: Db, connectionId: string, marks: readonly string[]): Promise<void> {
  if (marks.length === 0) return
  await db
    .deleteFrom('siteMarks')
    .where('connectionId', '=', connectionId)
    .where('mark', '=', sql<string>`any(${marks}::text[])`)
    .execute()
}

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
  /** Of what was published there; null where it was not looked for. */
  print: string | null
}

type SiteMark = Pick<SiteMarkTable, 'mark' | 'type' | 'remoteId' | 'print'>

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
          print: sql<string>`case when excluded.remote_id < site_marks.remote_id then excluded.print else site_marks.print end`,
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

/** The posts that carried one of these marks, or one of these prints. */
export async function findSiteMarks(
  db: Db,
  connectionId: string,
  { marks, prints }: { readonly marks: readonly string[]; readonly prints: readonly string[] },
): Promise<SiteMark[]> {
  if (marks.length === 0) return []
  return await db
    .selectFrom('siteMarks')
    .select(['mark', 'type', 'remoteId', 'print'])
    .where('connectionId', '=', connectionId)
    .where((or) =>
      or.or([
        or('mark', '=', sql<string>`any(${marks}::text[])`),
        or('print', '=', sql<string>`any(${prints}::text[])`),
      ]),
    )
    .execute()
}

/** The marks of publications on a site that want exactly what has one of these prints. */
export async function listMarksWanting(
  db: Db,
  { projectId, siteKey }: { readonly projectId: string; readonly siteKey: string },
  prints: readonly string[],
): Promise<{ readonly mark: string; readonly print: string }[]> {
  if (prints.length === 0) return []
  const { rows } = await sql<{ mark: string; print: string }>`
    select mark, left(wanted_hash, ${prints[0]?.length}) as print from publications
    where project_id = ${projectId} and site_key = ${siteKey}
      and left(wanted_hash, ${prints[0]?.length}) = any(${prints}::text[])`.execute(db)
  return rows
}

/** Publications get the marks that their posts carry, where no other one has that. */
export async function takeMarks(
  db: Db,
  marks: readonly { readonly id: string; readonly mark: string }[],
): Promise<void> {
  // Twice: one may have what another one gives up.
  for (const { id, mark } of [...marks, ...marks])
    await sql`
      update publications p set mark = ${mark} where id = ${id} and not exists (select from publications other
        where other.project_id = p.project_id and other.site_key = p.site_key and other.mark = ${mark})`.execute(db)
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

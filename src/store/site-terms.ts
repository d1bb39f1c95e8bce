import { sql } from 'kysely'
import type { Db } from './open-store.ts'

/** Which term a name is on a site, once it was found or made there. */
export interface SiteTermTable {
  projectId: string
  siteKey: string
  taxonomy: string
  /** `News`, `Europe > France`, in lower case. */
  path: string
  remoteId: number
}

export interface SiteTerm {
  readonly taxonomy: string
  readonly path: string
  readonly remoteId: number
}

export interface TermSite {
  readonly projectId: string
  readonly siteKey: string
}

/** The known ones among these paths. */
export async function listSiteTerms(
  db: Db,
  { projectId, siteKey }: TermSite,
  taxonomy: string,
  paths: readonly string[],
): Promise<SiteTerm[]> {
  return await db
    .selectFrom('siteTerms')
    .select(['taxonomy', 'path', 'remoteId'])
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('taxonomy', '=', taxonomy)
    .where('path', '=', sql<string>`any(${paths}::text[])`)
    .execute()
}

export async function putSiteTerms(
  db: Db,
  { projectId, siteKey }: TermSite,
  terms: readonly SiteTerm[],
): Promise<void> {
  if (terms.length === 0) return
  await db
    .insertInto('siteTerms')
    .values(terms.map((term) => ({ projectId, siteKey, ...term })))
    .onConflict((conflict) =>
      conflict.columns(['projectId', 'siteKey', 'taxonomy', 'path']).doUpdateSet({ remoteId: sql`excluded.remote_id` }),
    )
    .execute()
}

/** What was remembered turned out to be wrong: the next look asks the site. */
export async function forgetSiteTerms(db: Db, { projectId, siteKey }: TermSite): Promise<void> {
  await db.deleteFrom('siteTerms').where('projectId', '=', projectId).where('siteKey', '=', siteKey).execute()
}

/** All that are known, up to ten thousand. */
export async function listAllSiteTerms(db: Db, { projectId, siteKey }: TermSite): Promise<SiteTerm[]> {
  return await db
    .selectFrom('siteTerms')
    .select(['taxonomy', 'path', 'remoteId'])
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .limit(10_000)
    .execute()
}

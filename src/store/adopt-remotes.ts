import { sql } from 'kysely'
import { toJson } from './json.ts'
import type { Db } from './open-store.ts'
import type { PublicationState } from './publications.ts'

/** The post types that a connection's new publications are for. */
export async function listNewTypes(db: Db, connectionId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select distinct coalesce(p.options->>'postType', v.body->>'postType', 'post') as type
    from publications p join article_versions v on v.article_id = p.article_id and v.version = p.version
    where p.connection_id = ${connectionId} and p.state = 'planned' and p.remote_id is null limit 20`.execute(db)
  return rows.map(({ type }) => type)
}

/** New publications by their marks. */
export async function listNewMarks(
  db: Db,
  connectionId: string,
): Promise<{ readonly id: string; readonly mark: string; readonly wantedHash: string }[]> {
  return await db
    .selectFrom('publications')
    .select(['id', 'mark', 'wantedHash'])
    .where('connectionId', '=', connectionId)
    .where('state', '=', 'planned')
    .where('remoteId', 'is', null)
    .where('request', 'is', null)
    .execute()
}

/** A post that was found on a site, and what that makes of its publication. */
export interface Adoption {
  readonly id: string
  readonly state: PublicationState
  readonly isDone: boolean
  readonly remote: {
    readonly type: string
    readonly id: number
    readonly url: string
    readonly status: string
    readonly modified: string
    readonly hash: string
  }
  readonly error: unknown
}

/** Makes found posts the posts of their publications, as long as those are new and in nobody's hands. */
export async function adoptRemotes(db: Db, adoptions: readonly Adoption[]): Promise<void> {
  if (adoptions.length === 0) return
  await sql`
    update publications as p set state = a.state, error = a.error, result = 'unchanged', updated_at = now(),
      done_hash = case when a."isDone" then p.wanted_hash else null end,
      remote_type = a.remote->>'type', remote_id = (a.remote->>'id')::bigint, remote_url = a.remote->>'url',
      remote_status = a.remote->>'status', remote_modified = a.remote->>'modified', remote_hash = a.remote->>'hash'
    from jsonb_to_recordset(${toJson(adoptions, 64 * 1024 * 1024)}::jsonb) as a (id text, state text, "isDone" boolean, remote jsonb, error jsonb)
    where p.id = a.id and p.state = 'planned' and p.remote_id is null and p.request is null`.execute(db)
}

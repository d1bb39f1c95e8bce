import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { need } from './constraint.ts'
import { newId } from './id.ts'
import { toJson } from './json.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from './page.ts'

/**
 * An article on a connection.
 *
 * **planned**: something is to be done, not before `next_at`. Entered when a person asks, when nothing was sent after all,
 * and when two finds saw nothing of what was sent. Left by a claim.
 * **sending**: claimed under a lease (`epoch`, `lease_until`). Before a write is sent it is recorded (`request`, `sent_at`,
 * `deadline_at` before the lease's end, the highest id known). Left by the answer; by whoever claims it when the lease ran out.
 * **unknown**: recorded as sent, and no good answer came. Only a find leaves it: seen → as if answered, failed where the site
 * refused a part of it; not seen twice, the second time well after the deadline → planned, to be sent alone, or failed where
 * that was tried before and nothing promises more.
 * **live** (published or private), **scheduled** (by the site; or by us, and then a claim leaves it at `wake_at`), **draft**
 * (also pending), **trashed**, **gone** (deleted): what the site said of it last. Left when a person asks for something else.
 * **failed**: refused; **conflict**: somebody else changed it on the site. Both left when a person asks again, or gives it up.
 * **paused**: a person let it rest before it was sent. Left when they resume it, ask again or cancel it.
 * **cancelled**: a person took it back before anything of it was ever sent. Left when a person asks again. A new wish of what
 * is there already goes back to what it was instead: its state before the wish is kept in `previous`.
 *
 * Pausing and cancelling never touch what is under way: it is noted (`hold`), and done when the row would be planned again
 * (`applyHolds`). What has landed by then has landed. What is on the site in part (`begun`: the first of two steps) can be
 * paused but not cancelled: it is finished first.
 *
 * In doubt is whatever has a `request`, in the states sending and unknown alone. Whoever writes a row names its epoch:
 * another epoch means that the lease was lost, and nothing is written.
 */
export type PublicationState =
  | 'planned'
  | 'sending'
  | 'unknown'
  | 'live'
  | 'scheduled'
  | 'draft'
  | 'trashed'
  | 'gone'
  | 'failed'
  | 'conflict'
  | 'paused'
  | 'cancelled'

export type PublicationAction = 'publish' | 'unpublish' | 'trash' | 'restore' | 'delete'

/** A write that was recorded before it was sent. */
export interface RecordedRequest {
  readonly kind: 'create' | 'update' | Exclude<PublicationAction, 'publish'>
  /** The `wanted_hash` that it fulfils. */
  readonly hash: string
  /** What it is made as: a post type, a collection. */
  readonly type: string
  /** The slug under which it is found, where no mark can be. */
  readonly slug?: string
  /** What the content is known by, where no mark can be. */
  readonly print?: string
  /** What it was answered with, where that leaves open whether it was done. */
  readonly error?: WriteError
}

export interface WriteError {
  readonly code: string
  readonly message: string
  readonly fix: string
  /** The other side itself said no, though perhaps not before something was stored. */
  readonly isRefusal: boolean
  /** The same would be answered with it again, until somebody changes something. */
  readonly lasts: boolean
}

export interface PublicationTable {
  id: string
  projectId: string
  articleId: string
  connectionId: string
  siteKey: string
  /** What our post on that site is known by; derives from the article's identity. */
  mark: string
  state: Generated<PublicationState>
  action: Generated<PublicationAction>
  /** The version of the article that is wanted there. */
  version: number
  /** How this connection wants it: defaults and overrides, resolved. */
  options: ColumnType<Readonly<Record<string, unknown>>, unknown, unknown>
  /** Over action, article and options; equal to `done_hash` when there is nothing to do. */
  wantedHash: string
  doneHash: string | null
  /** Not to be sent together with others: it has images, or is no plain publishing. */
  alone: Generated<boolean>
  remoteType: string | null
  remoteId: number | null
  /** Its id where ids are no numbers. */
  remoteRef: string | null
  remoteUrl: string | null
  remoteStatus: string | null
  /** `modified_gmt` of what the site stored. */
  remoteModified: string | null
  /** Over what the site stored. */
  remoteHash: string | null
  /** When it is public, or will be, as the site says; `null` where it never was, and where the site does not say. */
  remoteDate: Date | null
  result: 'created' | 'updated' | 'unchanged' | 'removed' | null
  /** The fields that the post has of ours (`tags`, `meta.price`), as the write that was done last left them; null where it is not known. */
  sent: readonly string[] | null
  receipt: ColumnType<Readonly<Record<string, unknown>> | null, unknown, unknown>
  error: ColumnType<Readonly<Record<string, unknown>> | null, unknown, unknown>
  /**
   * Sent since it was last asked for: writes of the article, and looks for what became of them. What it needs there (terms, images, a look at
   * what is to be changed) does not count, and a request for several counts for the first of them.
   */
  requests: Generated<number>
  /** Writes recorded since it was last asked for. */
  attempts: Generated<number>
  epoch: Generated<number>
  worker: string | null
  leaseUntil: Date | null
  request: ColumnType<RecordedRequest | null, unknown, unknown>
  sentAt: Date | null
  deadlineAt: Date | null
  knownId: number | null
  emptyFinds: Generated<number>
  nextAt: Generated<Date>
  /** Of what is `scheduled` by us, since the site cannot: when there is something to do. */
  wakeAt: Date | null
  /** What a person asked for while it was under way. */
  hold: 'pause' | 'cancel' | null
  /** What it was before the wish that is not done yet. */
  previous: ColumnType<Readonly<Record<string, unknown>> | null, unknown, unknown>
  /** Something of the wish is on the site already, and not all of it. */
  begun: Generated<boolean>
  createdBy: string
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export type Publication = Selectable<PublicationTable>

export interface WantedPublication {
  readonly projectId: string
  readonly articleId: string
  readonly connectionId: string
  readonly siteKey: string
  readonly mark: string
  readonly action: PublicationAction
  readonly version: number
  readonly options: Readonly<Record<string, unknown>>
  readonly wantedHash: string
  readonly alone: boolean
  readonly by: string
}

const largestOptions = 64 * 1024

/**
 * Asks for publications: new rows, or new wishes of those that are there. One in flight stays in flight, and goes on with the
 * new wish when it has landed; one that is there already as wished stays as it is. Gives all rows as they are then.
 */
export async function wantPublications(db: Db, wanted: readonly WantedPublication[]): Promise<Publication[]> {
  if (wanted.length === 0) return []
  const rows = wanted
    .map((want) => ({
      id: newId('pub'),
      ...want,
      options: JSON.parse(toJson(want.options, largestOptions)) as unknown,
    }))
    // Sorted, so that two who want the same do not wait for each other in a circle.
    .sort((a, b) => (a.articleId + a.connectionId < b.articleId + b.connectionId ? -1 : 1))
  const done = sql`publications.done_hash = excluded.wanted_hash and publications.state not in ('failed', 'conflict', 'planned', 'paused', 'cancelled')
    and not (publications.state = 'gone' and excluded.action = 'publish')`
  const isUnderWay = sql`publications.state in ('sending', 'unknown')`
  // What is under way, or on the site in part, is of the former wish and of this one.
  const goesOn = sql`(${isUnderWay} or publications.begun)`
  const rests = sql`publications.state not in ('planned', 'paused', 'sending', 'unknown', 'cancelled')`
  const { rows: stored } = await sql<Publication>`
    insert into publications (id, project_id, article_id, connection_id, site_key, mark, action, version, options,
      wanted_hash, alone, created_by)
    select id, "projectId", "articleId", "connectionId", "siteKey", mark, action, version, options, "wantedHash", alone, "by"
    from jsonb_to_recordset(${toJson(rows, 256 * 1024 * 1024)}::jsonb) as wanted (id text, "projectId" text, "articleId" text,
      "connectionId" text, "siteKey" text, mark text, action text, version integer, options jsonb, "wantedHash" text,
      alone boolean, "by" text)
    on conflict (article_id, connection_id) do update set
      action = excluded.action, version = excluded.version, options = excluded.options,
      wanted_hash = excluded.wanted_hash, alone = excluded.alone, updated_at = now(),
      state = case when ${isUnderWay} or (${done}) then publications.state else 'planned' end,
      result = case when ${done} then 'unchanged' when ${goesOn} then publications.result end,
      receipt = case when ${done} or ${goesOn} then publications.receipt end,
      requests = case when ${isUnderWay} then publications.requests else 0 end,
      next_at = case when ${isUnderWay} or (${done}) then publications.next_at else now() end,
      attempts = case when ${isUnderWay} then publications.attempts else 0 end,
      hold = null,
      previous = case when publications.state in ('failed', 'conflict') and publications.previous is not null
        then publications.previous
        when ${rests} and not (${done}) then jsonb_build_object('state', publications.state,
        'action', publications.action, 'version', publications.version, 'options', publications.options,
        'wantedHash', publications.wanted_hash, 'result', publications.result, 'receipt', publications.receipt,
        'error', publications.error)
        else publications.previous end,
      error = case when publications.state in ('failed', 'conflict') then null else publications.error end
    returning *`.execute(db)
  return stored
}

/** The articles that have these marks, by site key and mark. */
export async function listMarkHolders(
  db: Db,
  projectId: string,
  marks: readonly { readonly siteKey: string; readonly mark: string }[],
): Promise<Map<string, string>> {
  const siteKeys = marks.map(({ siteKey }) => siteKey)
  const { rows } = await sql<Pick<Publication, 'siteKey' | 'mark' | 'articleId'>>`
    select p.site_key, p.mark, p.article_id
    from unnest(${siteKeys}::text[], ${marks.map(({ mark }) => mark)}::text[]) as wanted (site_key, mark)
    join publications p on p.project_id = ${projectId} and p.site_key = wanted.site_key and p.mark = wanted.mark`.execute(
    db,
  )
  return new Map(rows.map(({ siteKey, mark, articleId }) => [`${siteKey} ${mark}`, articleId]))
}

/** Throws `not_found`, also when it is in another project. */
export async function getPublication(db: Db, projectId: string, id: string): Promise<Publication> {
  const row = await db
    .selectFrom('publications')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst()
  return need(row, `There is no publication ${id}`)
}

export interface PublicationFilter {
  readonly projectId: string
  readonly articleId?: string | undefined
  readonly articleIds?: readonly string[] | undefined
  readonly connectionId?: string | undefined
  /** Only those of these connections, for keys that are limited to some. */
  readonly connectionIds?: readonly string[] | undefined
  readonly states?: readonly PublicationState[] | undefined
  readonly ids?: readonly string[] | undefined
}

/** In the order they were made. */
export async function listPublications(
  db: Db,
  { projectId, articleId, articleIds, connectionId, connectionIds, states, ids }: PublicationFilter,
  page: PageRequest = {},
): Promise<Page<Publication>> {
  const after = readCursor(page)
  let query = db.selectFrom('publications').selectAll().where('projectId', '=', projectId)
  if (after !== null) query = query.where('id', '>', after)
  if (articleId !== undefined) query = query.where('articleId', '=', articleId)
  if (articleIds !== undefined) query = query.where('articleId', '=', sql<string>`any(${articleIds}::text[])`)
  if (connectionId !== undefined) query = query.where('connectionId', '=', connectionId)
  if (connectionIds !== undefined) query = query.where('connectionId', '=', sql<string>`any(${connectionIds}::text[])`)
  if (states !== undefined) query = query.where('state', '=', sql<PublicationState>`any(${states}::text[])`)
  if (ids !== undefined) query = query.where('id', '=', sql<string>`any(${ids}::text[])`)
  const rows = await query.orderBy('id').limit(rowsFor(page)).execute()
  return toPage(rows, page, ({ id }) => id)
}

/** Which of these ids, where ids are texts, are those of our publications on a site. */
export async function listRemoteRefs(
  db: Db,
  { projectId, siteKey }: { readonly projectId: string; readonly siteKey: string },
  among: readonly string[],
): Promise<ReadonlySet<string>> {
  if (among.length === 0) return new Set()
  const rows = await db
    .selectFrom('publications')
    .select('remoteRef')
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('remoteRef', '=', sql<string>`any(${among}::text[])`)
    .execute()
  return new Set(rows.flatMap(({ remoteRef }) => remoteRef ?? []))
}

/** Which of these ids, where ids are numbers, are those of our publications on a site; without a project, of anybody's. */
export async function listTakenRemotes(
  db: Db,
  { projectId, siteKey }: { readonly projectId?: string; readonly siteKey: string },
  among: readonly number[],
): Promise<ReadonlySet<number>> {
  if (among.length === 0) return new Set()
  let query = db
    .selectFrom('publications')
    .select('remoteId')
    .where('siteKey', '=', siteKey)
    .where('remoteId', '=', sql<number>`any(${among}::bigint[])`)
  if (projectId !== undefined) query = query.where('projectId', '=', projectId)
  const rows = await query.execute()
  return new Set(rows.flatMap(({ remoteId }) => remoteId ?? []))
}

/** The highest id of ours that is known on a site. Images count: they share the ids of posts. */
export async function highestKnownId(
  db: Db,
  { projectId, siteKey }: { readonly projectId: string; readonly siteKey: string },
): Promise<number | null> {
  const { rows } = await sql<{ highest: number | null }>`
    select greatest(
      (select max(remote_id) from publications where project_id = ${projectId} and site_key = ${siteKey}),
      (select max(remote_id) from site_assets where project_id = ${projectId} and site_key = ${siteKey})) as highest`.execute(
    db,
  )
  return rows[0]?.highest ?? null
}

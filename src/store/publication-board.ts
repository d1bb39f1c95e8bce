import { sql } from 'kysely'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from './page.ts'
import type { PublicationAction, PublicationState } from './publications.ts'

/** A publication with the names of what it is about, and what it needs to be steered. Its receipt is counted, not told. */
export interface BoardRow {
  readonly id: string
  readonly articleId: string
  readonly title: string
  readonly connectionId: string
  readonly connection: string
  readonly kind: string
  /** Whether the site names an icon of its own. */
  readonly icon: boolean
  readonly state: PublicationState
  readonly action: PublicationAction
  readonly result: 'created' | 'updated' | 'unchanged' | 'removed' | null
  /** Of the article that is wanted there, and the newest that it has. */
  readonly version: number
  readonly newest: number
  readonly url: string | null
  readonly status: string | null
  readonly isThere: boolean
  readonly error: Readonly<Record<string, unknown>> | null
  /** What a person asked for while it was under way. */
  readonly hold: 'pause' | 'cancel' | null
  /** How many things the site did not take, and how many it stored otherwise. */
  readonly dropped: number
  readonly changed: number
  readonly updatedAt: Date
}

export interface BoardFilter {
  readonly projectId: string
  /** Only those of these connections, for keys that are limited to some. */
  readonly within?: readonly string[] | undefined
  readonly articleIds?: readonly string[] | undefined
  readonly connectionIds?: readonly string[] | undefined
  readonly states?: readonly PublicationState[] | undefined
  /** A part of the article's title. */
  readonly search?: string | undefined
}

/** The newest first. */
export async function listBoard(db: Db, filter: BoardFilter, page: PageRequest = {}): Promise<Page<BoardRow>> {
  const after = readCursor(page)
  const { rows } = await sql<BoardRow>`
    select p.id, p.article_id, a.title, p.connection_id, c.name as connection, c.kind, c.site->>'icon' is not null as icon,
      p.state, p.action, p.result, p.version, a.version as newest, p.remote_url as url, p.remote_status as status,
      (p.remote_id is not null or p.remote_ref is not null) as is_there, p.error, p.hold,
      ${lengthOf('dropped')} as dropped, ${lengthOf('changed')} as changed, p.updated_at
    from publications p join articles a on a.id = p.article_id join connections c on c.id = p.connection_id
    where ${matching(filter)} and ${inStates(filter.states)} and ${after === null ? sql`true` : sql`p.id < ${after}`}
    order by p.id desc limit ${rowsFor(page)}`.execute(db)
  return toPage(rows, page, ({ id }) => id)
}

/** How many publications are in each state that there is. The states of the filter do not count. */
export async function countBoard(
  db: Db,
  filter: BoardFilter,
): Promise<{ readonly state: PublicationState; readonly count: number }[]> {
  const { rows } = await sql<{ state: PublicationState; count: number }>`
    select p.state, count(*)::int as count
    from publications p join articles a on a.id = p.article_id
    where ${matching(filter)} group by p.state order by p.state`.execute(db)
  return rows
}

/** Publications of an article in one state. */
export interface TargetRow {
  readonly articleId: string
  readonly state: PublicationState
  readonly count: number
  /** Of the first few connections, by the alphabet. */
  readonly names: readonly string[]
}

/** Where these articles are, by article and state. */
export async function countTargets(db: Db, filter: BoardFilter): Promise<TargetRow[]> {
  const { rows } = await sql<TargetRow>`
    select p.article_id, p.state, count(*)::int as count, (array_agg(c.name order by c.name))[1:3] as names
    from publications p join articles a on a.id = p.article_id join connections c on c.id = p.connection_id
    where ${matching(filter)} group by p.article_id, p.state order by p.article_id, p.state`.execute(db)
  return rows
}

function lengthOf(part: 'dropped' | 'changed') {
  const list = sql`p.receipt->${sql.lit(part)}`
  return sql`case when jsonb_typeof(${list}) = 'array' then jsonb_array_length(${list}) else 0 end`
}

function inStates(states: readonly PublicationState[] | undefined) {
  return states === undefined ? sql`true` : sql`p.state = any(${states}::text[])`
}

function matching({ projectId, within, articleIds, connectionIds, search }: BoardFilter) {
  const one = (column: string, list: readonly string[] | undefined) =>
    list === undefined ? sql`true` : sql`p.${sql.ref(column)} = any(${list}::text[])`
  const pattern = search === undefined || search === '' ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return sql`p.project_id = ${projectId} and ${one('connectionId', within)} and ${one('articleId', articleIds)}
    and ${one('connectionId', connectionIds)} and ${pattern === null ? sql`true` : sql`a.title ilike ${pattern}`}`
}

import { sql } from 'kysely'
import type { Db } from './open-store.ts'

/**
 * Something that is public on a day, or will be. `changing`: what is there gets another wish, such as another day, and is shown
 * where it will be. `failed`: that wish was refused, and it is where it was.
 */
export interface CalendarEntry {
  readonly id: string
  readonly articleId: string
  readonly title: string
  readonly connectionId: string
  readonly connection: string
  readonly kind: string
  readonly state: 'live' | 'scheduled' | 'changing' | 'failed'
  readonly url: string | null
  /** Why it is not as it should be: a schedule that the site missed, or what was refused. */
  readonly code: string | null
  readonly at: Date
}

export interface CalendarRange {
  readonly projectId: string
  readonly connectionIds?: readonly string[] | undefined
  readonly from: Date
  /** Not itself. */
  readonly to: Date
}

/** In their order; at most `limit`, and whether there are more. */
export async function listCalendar(
  db: Db,
  { projectId, connectionIds, from, to }: CalendarRange,
  limit: number,
): Promise<{ readonly entries: CalendarEntry[]; readonly more: boolean }> {
  const there = sql`coalesce(p.remote_date, p.wake_at)`
  const wished = sql`case when p.state <> 'failed' and p.action = 'publish' and p.options->'date'->>'kind' = 'instant'
    then (p.options->'date'->>'utc')::timestamptz else ${there} end`
  const mine = sql`p.project_id = ${projectId}
    and ${connectionIds === undefined ? sql`true` : sql`p.connection_id = any(${connectionIds}::text[])`}`
  const { rows } = await sql<CalendarEntry>`
    select e.id, e.article_id, a.title, e.connection_id, c.name as connection, c.kind, e.state, e.url, e.code, e.at
    from (
      select p.id, p.article_id, p.connection_id, p.state, p.remote_url as url, p.error->>'code' as code, ${there} as at
      from publications p
      where ${mine} and p.state in ('live', 'scheduled') and ${there} >= ${from} and ${there} < ${to}
      union all
      select p.id, p.article_id, p.connection_id, case when p.state = 'failed' then 'failed' else 'changing' end,
        p.remote_url, p.error->>'code', ${wished}
      from publications p
      where ${mine} and p.previous is not null and p.previous->>'state' in ('live', 'scheduled')
        and p.state in ('planned', 'sending', 'unknown', 'failed') and ${wished} >= ${from} and ${wished} < ${to}
    ) e join articles a on a.id = e.article_id join connections c on c.id = e.connection_id
    order by e.at, e.id limit ${limit + 1}`.execute(db)
  return { entries: rows.slice(0, limit), more: rows.length > limit }
}

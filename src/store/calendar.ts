import { sql } from 'kysely'
import type { Db } from './open-store.ts'

/** Something that is public on a day, or will be. */
export interface CalendarEntry {
  readonly id: string
  readonly articleId: string
  readonly title: string
  readonly connectionId: string
  readonly connection: string
  readonly kind: string
  readonly state: 'live' | 'scheduled'
  readonly url: string | null
  /** Why it is not as it should be: a schedule that the site missed. */
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
  const at = sql`coalesce(p.remote_date, p.wake_at)`
  const { rows } = await sql<CalendarEntry>`
    select p.id, p.article_id, a.title, p.connection_id, c.name as connection, c.kind, p.state, p.remote_url as url,
      p.error->>'code' as code, ${at} as at
    from publications p join articles a on a.id = p.article_id join connections c on c.id = p.connection_id
    where p.project_id = ${projectId} and p.state in ('live', 'scheduled') and ${at} >= ${from} and ${at} < ${to}
      and ${connectionIds === undefined ? sql`true` : sql`p.connection_id = any(${connectionIds}::text[])`}
    order by at, p.id limit ${limit + 1}`.execute(db)
  return { entries: rows.slice(0, limit), more: rows.length > limit }
}

import { sql } from 'kysely'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from './page.ts'

/** Whose connections: all, those of a member's projects, or a few by their ids. */
export interface FleetScope {
  readonly memberId?: string | undefined
  readonly projectId?: string | undefined
  readonly connectionIds?: readonly string[] | undefined
}

export interface FleetFilter extends FleetScope {
  /** A part of name or address. */
  readonly search?: string | undefined
  /** Within the scope. */
  readonly inProject?: string | undefined
  readonly group?: string | undefined
  readonly kind?: string | undefined
  readonly state?: string | undefined
  readonly verdict?: string | undefined
  readonly code?: string | undefined
  /** The version that the site says it runs. */
  readonly version?: string | undefined
  readonly php?: string | undefined
}

/** A connection as one of a fleet, with what it has still to do. */
export interface FleetRow {
  readonly id: string
  readonly projectId: string
  readonly project: string
  readonly kind: string
  readonly name: string
  readonly url: string
  readonly groups: readonly string[]
  readonly method: string
  readonly account: string | null
  /** Of that user at the site; empty where it has none or told none. */
  readonly roles: readonly string[]
  /** Whether the site names an icon of its own. */
  readonly icon: boolean
  readonly state: string
  readonly verdict: string | null
  readonly code: string | null
  readonly checkedAt: Date | null
  readonly version: string | null
  readonly php: string | null
  /** Publications on their way. */
  readonly waiting: number
  /** Publications that a person must look at: failed, or in conflict. */
  readonly stuck: number
  readonly publishedAt: Date | null
}

function scoped({ memberId, projectId, connectionIds }: FleetScope) {
  const conditions = [
    memberId === undefined
      ? sql`true`
      : sql`c.project_id in (select project_id from members where user_id = ${memberId})`,
    projectId === undefined ? sql`true` : sql`c.project_id = ${projectId}`,
    connectionIds === undefined ? sql`true` : sql`c.id = any(${connectionIds}::text[])`,
  ]
  return sql.join(conditions, sql` and `)
}

/** In the order they were made. */
export async function listFleet(db: Db, filter: FleetFilter, page: PageRequest = {}): Promise<Page<FleetRow>> {
  const after = readCursor(page)
  const { search, inProject, group, kind, state, verdict, code, version, php } = filter
  const equal = (column: ReturnType<typeof sql>, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${column} = ${value}`
  const pattern = search === undefined || search === '' ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<FleetRow>`
    select c.id, c.project_id, p.name as project, c.kind, c.name, c.url, c.groups, c.method, c.account,
      coalesce(c.site->'user'->'roles', '[]') as roles, c.site->>'icon' is not null as icon, c.state, c.verdict, c.code, c.checked_at,
      c.site->>'version' as version, c.site->>'php' as php, work.waiting, work.stuck, work.published_at
    from connections c join projects p on p.id = c.project_id
    left join lateral (
      select count(*) filter (where state in ('planned', 'sending', 'unknown'))::int as waiting,
        count(*) filter (where state in ('failed', 'conflict'))::int as stuck,
        max(updated_at) filter (where state in ('live', 'scheduled', 'draft')) as published_at
      from publications where connection_id = c.id
    ) work on true
    where ${scoped(filter)} and ${after === null ? sql`true` : sql`c.id > ${after}`}
      and ${equal(sql`c.project_id`, inProject)}
      and ${group === undefined ? sql`true` : sql`c.groups @> array[${group}]::text[]`}
      and ${equal(sql`c.kind`, kind)} and ${equal(sql`c.state`, state)} and ${equal(sql`c.verdict`, verdict)}
      and ${equal(sql`c.code`, code)} and ${equal(sql`c.site->>'version'`, version)}
      and ${equal(sql`c.site->>'php'`, php)}
      and ${pattern === null ? sql`true` : sql`(c.name ilike ${pattern} or c.url ilike ${pattern})`}
    order by c.id limit ${rowsFor(page)}`.execute(db)
  return toPage(rows, page, ({ id }) => id)
}

type FleetFacet = 'state' | 'verdict' | 'code' | 'kind' | 'version' | 'php' | 'group'

export interface FleetSummary {
  readonly connections: number
  readonly waiting: number
  readonly stuck: number
  /**
   * How many connections have each value; the most frequent 50 of each, and 500 groups. `null`: not known, or well where it
   * is the code.
   */
  readonly facets: Readonly<Record<FleetFacet, readonly { readonly value: string | null; readonly count: number }[]>>
}

/** @param inProject only of this project, within the scope */
export async function summarizeFleet(db: Db, scope: FleetScope, inProject?: string): Promise<FleetSummary> {
  const mine = inProject === undefined ? scoped(scope) : sql`${scoped(scope)} and c.project_id = ${inProject}`
  const { rows: counted } = await sql<{ facet: FleetFacet; value: string | null; count: number }>`
    select facet, value, count from (
      select facet, value, count(*)::int as count,
        row_number() over (partition by facet order by count(*) desc, value) as place
      from connections c cross join lateral (values ('state', c.state), ('verdict', c.verdict), ('code', c.code),
        ('kind', c.kind), ('version', c.site->>'version'), ('php', c.site->>'php')
        union all select 'group', unnest(c.groups)) as f (facet, value)
      where ${mine} group by facet, value
    ) ranked where place <= case when facet = 'group' then 500 else 50 end order by facet, count desc, value`.execute(
    db,
  )
  const { rows: work } = await sql<{ waiting: number; stuck: number }>`
    select count(*) filter (where publications.state in ('planned', 'sending', 'unknown'))::int as waiting,
      count(*) filter (where publications.state in ('failed', 'conflict'))::int as stuck
    from publications join connections c on c.id = publications.connection_id where ${mine}`.execute(db)
  const facet = (name: FleetFacet) =>
    counted.filter((row) => row.facet === name).map(({ value, count }) => ({ value, count }))
  const facets = {
    state: facet('state'),
    verdict: facet('verdict'),
    code: facet('code'),
    kind: facet('kind'),
    version: facet('version'),
    php: facet('php'),
    group: facet('group'),
  }
  const connections = facets.state.reduce((sum, { count }) => sum + count, 0)
  return { connections, waiting: work[0]?.waiting ?? 0, stuck: work[0]?.stuck ?? 0, facets }
}

/** A verdict that changed. */
export interface FleetChange {
  readonly connectionId: string
  readonly projectId: string
  readonly name: string
  readonly before: string | null
  readonly after: string | null
  readonly code: string | null
  readonly at: Date
}

/** The newest changes of health, the newest first. */
export async function listFleetChanges(db: Db, scope: FleetScope, limit: number): Promise<FleetChange[]> {
  const { rows } = await sql<FleetChange>`
    select c.id as connection_id, c.project_id, c.name, e.payload->'before'->>'verdict' as before,
      e.payload->'after'->>'verdict' as after, e.payload->'after'->>'code' as code, e.at
    from events e join connections c on c.id = e.subject
    where e.type = 'connection.changed' and ${scoped(scope)}
      and e.payload->'before'->>'verdict' is distinct from e.payload->'after'->>'verdict'
    order by e.id desc limit ${limit}`.execute(db)
  return rows
}

import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { json } from './json.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readNumberCursor, rowsFor, toPage } from './page.ts'

/** One check (two requests) or diagnosis (all the evidence) of a connection. */
export interface CheckTable {
  id: Generated<number>
  connectionId: string
  kind: 'check' | 'diagnosis'
  /** Who asked: `sweep`, `connect`, an actor, … */
  cause: string
  verdict: string
  code: string
  milliseconds: number
  /** The whole of it for a diagnosis; little for a check. */
  result: ColumnType<unknown, unknown, unknown>
  at: Generated<Date>
}

export type Check = Selectable<CheckTable>
export type CheckSummary = Omit<Check, 'result'>

const summary = ['id', 'connectionId', 'kind', 'cause', 'verdict', 'code', 'milliseconds', 'at'] as const

/** So many stay of each connection, besides what retention removes. */
const kept = 100
const largestResult = 512 * 1024

/** Adds it, and drops the oldest of this connection beyond a hundred. Throws `too_large` past 512 KB of result. */
export async function addCheck(
  db: Db,
  check: Omit<Check, 'id' | 'at'> & { readonly at?: Date },
): Promise<CheckSummary> {
  const row = await db
    .insertInto('checks')
    .values({ ...check, milliseconds: Math.round(check.milliseconds), result: json(check.result, largestResult) })
    .returning(summary)
    .executeTakeFirstOrThrow()
  await sql`
    delete from checks where connection_id = ${check.connectionId} and id <= (
      select id from checks where connection_id = ${check.connectionId} order by id desc offset ${kept} limit 1
    )`.execute(db)
  return row
}

/** Newest first, without results. */
export async function listChecks(db: Db, connectionId: string, page: PageRequest = {}): Promise<Page<CheckSummary>> {
  const before = readNumberCursor(page)
  const rows = await db
    .selectFrom('checks')
    .select(summary)
    .where('connectionId', '=', connectionId)
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(rowsFor(page))
    .execute()
  return toPage(rows, page, ({ id }) => id)
}

/** Null when it is not this connection's, or gone. */
export async function getCheck(db: Db, connectionId: string, id: number): Promise<Check | null> {
  const row = await db
    .selectFrom('checks')
    .selectAll()
    .where('connectionId', '=', connectionId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** The newest one with this verdict (`connected`, for the last good one), of either kind or of one. */
export async function findLastCheck(
  db: Db,
  connectionId: string,
  { verdict, kind }: { readonly verdict?: string; readonly kind?: Check['kind'] },
): Promise<Check | null> {
  const row = await db
    .selectFrom('checks')
    .selectAll()
    .where('connectionId', '=', connectionId)
    .$if(verdict !== undefined, (query) => query.where('verdict', '=', verdict ?? ''))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'check'))
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row ?? null
}

import { sql } from 'kysely'
import type { Db } from './open-store.ts'

/** A column of sealed values. A value's place, which its seal is bound to, is `table/id/column`, all as in the database. */
interface SealedColumn {
  readonly table: string
  readonly id: string
  readonly column: string
}

/** Every one there is: a rotation walks them, and nothing else in the database opens with the key. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'instance', id: 'name', column: 'sealed' },
  { table: 'connections', id: 'id', column: 'sealed' },
  { table: 'connections', id: 'id', column: 'sealed_next' },
  { table: 'handshakes', id: 'id', column: 'sealed' },
]

interface SealedValue {
  readonly id: string
  readonly sealed: string
}

export interface Resealed {
  /** How many values were sealed anew. */
  readonly count: number
  /** Places whose value `reseal` threw for, at most a hundred; the old keys must be kept while there are any. */
  readonly failed: readonly string[]
}

const batch = 200
const mostFailures = 100

/**
 * Seals every value anew: `reseal` is given each with its place, and answers null for one that needs nothing. A value that
 * changes meanwhile is left to whoever changed it and looked at again: rounds go on until one finds nothing to do.
 */
export async function resealAll(db: Db, reseal: (sealed: string, place: string) => string | null): Promise<Resealed> {
  let count = 0
  for (;;) {
    const round = { touched: 0, resealed: 0, failed: [] as string[] }
    for (const column of sealedColumns) await resealColumn(db, column, reseal, round)
    count += round.resealed
    if (round.touched === 0) return { count, failed: round.failed }
  }
}

async function resealColumn(
  db: Db,
  column: SealedColumn,
  reseal: (sealed: string, place: string) => string | null,
  round: { touched: number; resealed: number; failed: string[] },
): Promise<void> {
  let after: string | undefined = ''
  while (after !== undefined) {
    const values: SealedValue[] = await listValues(db, column, after)
    for (const value of values) {
      const place = `${column.table}/${value.id}/${column.column}`
      const fresh = attempt(() => reseal(value.sealed, place))
      if (fresh === undefined && round.failed.length < mostFailures) round.failed.push(place)
      if (fresh === undefined || fresh === null) continue
      round.touched++
      if (await replaceValue(db, column, value, fresh)) round.resealed++
    }
    after = values.at(-1)?.id
  }
}

/** Undefined when it throws: one damaged value must not keep the others from being rotated. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

async function listValues(db: Db, { table, id, column }: SealedColumn, after: string): Promise<SealedValue[]> {
  const { rows } = await sql<SealedValue>`
    select ${sql.ref(id)} as id, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${sql.ref(column)} is not null and ${sql.ref(id)} > ${after} order by 1 limit ${batch}`.execute(db)
  return rows
}

/** False when the value is no longer the one that was read. */
async function replaceValue(
  db: Db,
  { table, id, column }: SealedColumn,
  value: SealedValue,
  fresh: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${fresh}
    where ${sql.ref(id)} = ${value.id} and ${sql.ref(column)} = ${value.sealed}`.execute(db)
  return numAffectedRows === 1n
}

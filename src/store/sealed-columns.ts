import { sql } from 'kysely'
import type { Db } from './open-store.ts'

/** A column of sealed values. A value's place, which its seal is bound to, is `table/id/column`, all as in the database. */
export interface SealedColumn {
  readonly table: string
  readonly id: string
  readonly column: string
}

/** Every one there is: a rotation walks them, and nothing else in the database is secret. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'instance', id: 'name', column: 'sealed' },
  { table: 'connections', id: 'id', column: 'sealed' },
  { table: 'connections', id: 'id', column: 'sealed_next' },
  { table: 'handshakes', id: 'id', column: 'sealed' },
]

export interface SealedValue {
  readonly id: string
  readonly sealed: string
}

/** Sealed values of one column, in the order of their ids; the next ones with `after` the last id. */
export async function listSealed(
  db: Db,
  { table, id, column }: SealedColumn,
  after = '',
  limit = 200,
): Promise<SealedValue[]> {
  const { rows } = await sql<SealedValue>`
    select ${sql.ref(id)} as id, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${sql.ref(column)} is not null and ${sql.ref(id)} > ${after} order by 1 limit ${limit}`.execute(db)
  return rows
}

/** Puts `fresh` in the place of a sealed value that is still the one that was read; false when it changed meanwhile. */
export async function replaceSealed(
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

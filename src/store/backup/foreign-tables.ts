import type { ClientBase } from 'pg'
import { damaged } from './frames.ts'
import type { TableStructure } from './structure.ts'

/** Types and defaults that tables of the login have. A backup is a file from somewhere: what it says becomes SQL only from this list. */
const knownType =
  /^(?:text|boolean|smallint|integer|bigint|real|double precision|numeric(?:\(\d{1,3}(?:,\d{1,3})?\))?|uuid|date|jsonb?|bytea|character varying(?:\(\d{1,7}\))?|timestamp(?:\(\d\))? with(?:out)? time zone)(?:\[\])?$/
const knownDefault =
  /^(?:CURRENT_TIMESTAMP|now\(\)|true|false|-?\d{1,15}|'[^'\\]*'::(?:text|character varying|jsonb?))$/

/**
 * Makes the tables of a backup that our migrations did not make: those of the login. Their references come later
 * (`connectForeignTables`), when all rows are there. Returns the ones that were made.
 */
export async function createForeignTables(
  client: ClientBase,
  tables: readonly TableStructure[],
): Promise<TableStructure[]> {
  const made: TableStructure[] = []
  for (const table of tables) {
    const found = await client.query(
      'select 1 from pg_class where relname = $1 and relnamespace = current_schema()::regnamespace',
      [table.name],
    )
    if (found.rows.length > 0) continue
    await client.query(describe(client, table))
    for (const { unique, columns } of table.indexes) {
      await client.query(
        `create ${unique ? 'unique ' : ''}index on ${client.escapeIdentifier(table.name)} (${list(client, columns)})`,
      )
    }
    made.push(table)
  }
  return made
}

export async function connectForeignTables(client: ClientBase, tables: readonly TableStructure[]): Promise<void> {
  for (const { name, references } of tables) {
    for (const { columns, table, targets, onDelete } of references) {
      const action = onDelete === 'c' ? ' on delete cascade' : onDelete === 'n' ? ' on delete set null' : ''
      await client.query(
        `alter table ${client.escapeIdentifier(name)} add foreign key (${list(client, columns)})
          references ${client.escapeIdentifier(table)} (${list(client, targets)})${action}`,
      )
    }
  }
}

function describe(client: ClientBase, { name, columns, primaryKey }: TableStructure): string {
  const lines = columns.map((column) => {
    if (!knownType.test(column.type)) throw damaged(`the column ${name}.${column.name} is of an unknown type`)
    const fallback = column.default !== null && knownDefault.test(column.default) ? ` default ${column.default}` : ''
    return `${client.escapeIdentifier(column.name)} ${column.type}${fallback}${column.notNull ? ' not null' : ''}`
  })
  if (primaryKey.length > 0) lines.push(`primary key (${list(client, primaryKey)})`)
  return `create table ${client.escapeIdentifier(name)} (${lines.join(', ')})`
}

function list(client: ClientBase, columns: readonly string[]): string {
  return columns.map((column) => client.escapeIdentifier(column)).join(', ')
}

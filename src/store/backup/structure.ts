import type { ClientBase } from 'pg'

/** What a table looks like, as far as a restore needs to make it again. */
export interface TableStructure {
  readonly name: string
  readonly columns: readonly ColumnStructure[]
  readonly primaryKey: readonly string[]
  readonly indexes: readonly { readonly unique: boolean; readonly columns: readonly string[] }[]
  readonly references: readonly ReferenceStructure[]
}

interface ColumnStructure {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
  readonly default: string | null
}

interface ReferenceStructure {
  readonly columns: readonly string[]
  readonly table: string
  readonly targets: readonly string[]
  /** As in `pg_constraint.confdeltype`: `c` cascade, `n` set null, everything else nothing. */
  readonly onDelete: string
}

/** The tables of the schema we live in, each after those it refers to; generated columns left out. */
export async function readStructure(client: ClientBase): Promise<TableStructure[]> {
  const { rows } = await client.query<TableStructure>(`
    select t.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'notNull', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select json_agg(a.attname order by k.n)
        from pg_index i cross join unnest(i.indkey) with ordinality as k(num, n)
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num
        where i.indrelid = t.oid and i.indisprimary), '[]') as "primaryKey",
      coalesce((select json_agg(json_build_object('unique', i.indisunique, 'columns',
          (select json_agg(a.attname order by k.n) from unnest(i.indkey) with ordinality as k(num, n)
            join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num)))
        from pg_index i where i.indrelid = t.oid and not i.indisprimary
          and i.indexprs is null and i.indpred is null), '[]') as indexes,
      coalesce((select json_agg(json_build_object('table', r.relname, 'onDelete', c.confdeltype,
          'columns', (select json_agg(a.attname order by k.n) from unnest(c.conkey) with ordinality as k(num, n)
            join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num),
          'targets', (select json_agg(a.attname order by k.n) from unnest(c.confkey) with ordinality as k(num, n)
            join pg_attribute a on a.attrelid = r.oid and a.attnum = k.num)))
        from pg_constraint c join pg_class r on r.oid = c.confrelid
        where c.conrelid = t.oid and c.contype = 'f'), '[]') as references
    from pg_class t
    where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace and t.relname <> 'migrations'
    order by t.relname`)
  return sortByReference(rows)
}

/** Parents first. A circle is left in the order it came. */
function sortByReference(tables: readonly TableStructure[]): TableStructure[] {
  const sorted: TableStructure[] = []
  const seen = new Set<string>()
  function visit(table: TableStructure): void {
    if (seen.has(table.name)) return
    seen.add(table.name)
    for (const { table: parent } of table.references) {
      const found = tables.find(({ name }) => name === parent)
      if (found !== undefined) visit(found)
    }
    sorted.push(table)
  }
  for (const table of tables) visit(table)
  return sorted
}

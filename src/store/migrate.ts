import type { ClientBase, Pool } from 'pg'
import { HubError } from '../errors/hub-error.ts'
import { migrations } from './migrations/list.ts'

/** One step of the schema: statements that run together in one transaction. */
export interface Migration {
  /** Four digits and a word; also what the database remembers it by. */
  readonly name: string
  readonly sql: string
}

/** Any constant does, as long as nobody else in the database takes the same. */
export const migrationLock = 7_305_873_601

/**
 * Brings the database to the schema of this code. Many processes may do so at once: each step runs in a transaction of
 * its own under an advisory lock, and is looked up again under it. Throws `database_newer` when the database has steps
 * that this code does not know.
 */
export async function migrate(pool: Pool, steps: readonly Migration[] = migrations): Promise<void> {
  const client = await pool.connect()
  try {
    if ((await missing(client, steps)).length === 0) return
    for (const _ of steps) {
      await client.query('begin')
      await client.query(`set local statement_timeout = 0; set local lock_timeout = '120s'`)
      await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
      const [next, ...more] = await missing(client, steps)
      if (next !== undefined) await apply(client, next)
      await client.query('commit')
      if (more.length === 0) return
    }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** Makes the schema as it was when exactly the named steps had run, in the caller's transaction and empty database. */
export async function migrateTo(
  client: ClientBase,
  names: readonly string[],
  steps: readonly Migration[],
): Promise<void> {
  for (const migration of steps) if (names.includes(migration.name)) await apply(client, migration)
}

/** The names of the steps that have run, in order; empty for a new database. */
export async function listApplied(client: ClientBase): Promise<string[]> {
  // Not to_regclass: a session that asked before another one made the table may still remember that there is none.
  const table = await client.query(
    `select 1 from pg_tables where tablename = 'migrations' and schemaname = any(current_schemas(false))`,
  )
  if (table.rows.length === 0) return []
  const rows = await client.query<{ name: string }>('select name from migrations order by name')
  return rows.rows.map(({ name }) => name)
}

async function missing(client: ClientBase, steps: readonly Migration[]): Promise<Migration[]> {
  const applied = await listApplied(client)
  const unknown = applied.find((name) => !steps.some((migration) => migration.name === name))
  if (unknown !== undefined) {
    throw new HubError('database_newer', `The database has the step ${unknown}, which this version does not know`)
  }
  return steps.filter(({ name }) => !applied.includes(name))
}

async function apply(client: ClientBase, { name, sql }: Migration): Promise<void> {
  await client.query(
    'create table if not exists migrations (name text primary key, at timestamptz not null default now())',
  )
  await client.query(sql)
  await client.query('insert into migrations (name) values ($1)', [name])
}

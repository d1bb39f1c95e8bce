import { sql, type Transaction } from 'kysely'
import type { Database } from './database.ts'

/** Until the transaction ends, others who lock the same name wait. For what no row stands for yet. */
export async function lockName(tx: Transaction<Database>, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 7305873603))`.execute(tx)
}

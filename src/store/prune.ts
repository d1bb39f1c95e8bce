import { sql } from 'kysely'
import type { Db } from './open-store.ts'

/** How many days each kind of history is kept. Names as in the settings. */
export interface Retention {
  readonly keepChecksDays: number
  readonly keepEventsDays: number
  readonly keepAuditDays: number
  readonly keepDeliveriesDays: number
}

interface Rule {
  readonly table: string
  readonly column: string
  readonly days: (retention: Retention) => number
}

/** A key is remembered for a day: a caller that repeats a request does so within minutes. */
const rules: readonly Rule[] = [
  { table: 'checks', column: 'at', days: ({ keepChecksDays }) => keepChecksDays },
  { table: 'events', column: 'at', days: ({ keepEventsDays }) => keepEventsDays },
  { table: 'audit', column: 'at', days: ({ keepAuditDays }) => keepAuditDays },
  { table: 'deliveries', column: 'finished_at', days: ({ keepDeliveriesDays }) => keepDeliveriesDays },
  { table: 'idempotency_keys', column: 'created_at', days: () => 1 },
  { table: 'handshakes', column: 'expires_at', days: () => 1 },
]

const batch = 5000
/** What one call removes at most of a table, so that it ends; the next one goes on. */
const mostBatches = 100

/**
 * Removes what is older than its days, in batches of 5,000 rows, each its own short transaction, so that nobody waits for
 * it. Returns how many rows went, a table. Ends early, between batches, when `signal` aborts.
 */
export async function prune(
  db: Db,
  retention: Retention,
  now: Date,
  signal?: AbortSignal,
): Promise<Record<string, number>> {
  const gone: Record<string, number> = {}
  for (const { table, column, days } of rules) {
    const before = new Date(now.getTime() - days(retention) * 86_400_000)
    gone[table] = 0
    for (let i = 0; i < mostBatches && signal?.aborted !== true; i++) {
      const { numAffectedRows = 0n } = await sql`
        delete from ${sql.table(table)} where ctid = any(array(
          select ctid from ${sql.table(table)} where ${sql.ref(column)} < ${before} limit ${batch}
        ))`.execute(db)
      gone[table] += Number(numAffectedRows)
      if (numAffectedRows < batch) break
    }
  }
  return gone
}

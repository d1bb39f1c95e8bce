import { sql } from 'kysely'
import type { Db } from '../store/open-store.ts'

/** What one call removes at most of a table; the next one goes on. */
const most = 100_000
const day = 24 * 3600_000

/**
 * Removes what of the login is over: ended sessions, expired verifications and API keys, and the counters of those who tried
 * to log in, one for each of their addresses, a day after the last try. better-auth removes only what it comes across.
 */
export async function pruneAccounts(db: Db, now: Date): Promise<void> {
  for (const [table, column, before] of [
    ['sessions', 'expiresAt', now],
    ['verifications', 'expiresAt', now],
    ['api_keys', 'expiresAt', now],
    ['rate_limits', 'lastRequest', now.getTime() - day],
  ] as const) {
    const over = sql`select ctid from ${sql.table(table)} where ${sql.ref(column)} < ${before} limit ${most}`
    await sql`delete from ${sql.table(table)} where ctid = any(array(${over}))`.execute(db.withoutPlugins())
  }
}

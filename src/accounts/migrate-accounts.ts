import { sql } from 'kysely'
import { silentLog } from '../log/log.ts'
import { getInstanceValue, setInstanceValue } from '../store/instance.ts'
import type { Store } from '../store/open-store.ts'

/** Any constant does, as long as nobody else in the database takes the same. */
const accountsLock = 7_305_873_611
const markName = 'accounts-schema'

/** What the tables were made by: the library's version, and a number that goes up when `auth.ts` changes what it needs of them. */
export const accountsSchema = 'better-auth 1.7.5, revision 1'

/**
 * Brings the tables of the login to what `auth.ts` needs, by better-auth's own migrations. Many processes may start at
 * once: one after the other looks under an advisory lock. What was done is remembered, so that a usual start does not
 * even load the library.
 */
export async function migrateAccounts(store: Store): Promise<void> {
  if ((await getInstanceValue(store.db, markName)) === accountsSchema) return
  await store.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(${accountsLock})`.execute(tx)
    if ((await getInstanceValue(tx, markName)) === accountsSchema) return
    const { createAuth } = await import('./auth.ts')
    const { getMigrations } = await import('better-auth/db/migration')
    // Tables depend on neither secret nor address.
    const { options } = createAuth({
      pool: store.pool,
      secret: 'only for reading the schema of the tables',
      publicUrl: new URL('http://127.0.0.1'),
      oidc: null,
      log: silentLog,
      onLogin: async () => {},
    })
    const { runMigrations } = await getMigrations(options)
    await runMigrations()
    await setInstanceValue(tx, markName, accountsSchema)
  })
}

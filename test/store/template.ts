import type pg from 'pg'
import { migrateAccounts } from '../../src/accounts/migrate-accounts.ts'
import { startBoss } from '../../src/jobs/boss.ts'
import { silentLog } from '../../src/log/log.ts'
import { openStore } from '../../src/store/open-store.ts'
import { queues } from '../../src/work.ts'

/** What is in a new database: nothing; the store's own tables; those of the login and the job engine too, as a hub leaves it. */
export type Tables = 'none' | 'store' | 'hub'

/** Any constant does, as long as nobody else on the server takes the same. */
const lock = 7_305_873_699

/**
 * The name of a database with these tables and no rows, to be copied: made by the first test file of a run that asks,
 * under a name that it gets when it is whole. A copy costs a tenth of making the tables.
 */
export async function provideTemplate(client: pg.Client, server: string, tables: 'store' | 'hub'): Promise<string> {
  const name = `template_${tables}`
  await client.query('select pg_advisory_lock($1)', [lock])
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rows.length > 0) return name
    await client.query(`drop database if exists ${name}_draft with (force)`)
    await client.query(`create database ${name}_draft`)
    await fill(addressOf(server, `${name}_draft`), tables)
    await client.query(`alter database ${name}_draft rename to ${name}`)
    return name
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock])
  }
}

/** The address of a database on the server. */
export function addressOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

async function fill(databaseUrl: string, tables: Tables): Promise<void> {
  const store = await openStore({ databaseUrl })
  try {
    if (tables === 'store') return
    await migrateAccounts(store)
    const boss = await startBoss(store, queues, false, silentLog)
    await boss.stop({ graceful: false, close: false })
  } finally {
    await store.close()
  }
}

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { provideServer } from './server.ts'
import { addressOf, provideTemplate, type Tables } from './template.ts'

/** A database of its own, and how to remove it. On the server of `TEST_DATABASE_URL`, or on the run's embedded one. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

interface TestDatabaseOptions {
  /** On the embedded server, also where `TEST_DATABASE_URL` names another. */
  readonly embedded?: boolean
  /** What is in it already; on the server of `TEST_DATABASE_URL`, it is always empty. */
  readonly tables?: Tables
}

export async function createDatabase({
  embedded = false,
  tables = 'none',
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const given = embedded ? undefined : process.env.TEST_DATABASE_URL
  const server = given ?? (await provideServer(inject('postgresPlace')))
  const name = `test_${randomBytes(8).toString('hex')}`
  await run(server, async (client) => {
    if (tables === 'none' || given !== undefined) return void (await client.query(`create database ${name}`))
    const template = await provideTemplate(client, server, tables)
    await client.query(`create database ${name} template ${template} strategy file_copy`)
  })
  return {
    url: addressOf(server, name),
    drop: () =>
      run(server, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  }
}

interface TestStoreOptions {
  /** False leaves it empty. */
  readonly migrated?: boolean
  readonly embedded?: boolean
}

/** A store on a database of its own, both gone when the test (or, in `beforeAll`, the file) ends by calling `close`. */
export async function openTestStore(options: TestStoreOptions = {}): Promise<Store & { readonly url: string }> {
  const { embedded = false, migrated = true } = options
  const database = await createDatabase({ embedded, tables: migrated ? 'store' : 'none' })
  const store = await openStore({ databaseUrl: database.url, migrated })
  return {
    ...store,
    url: database.url,
    async close() {
      await store.close()
      await database.drop()
    },
  }
}

/** The same, closed by itself at the end of the test that calls it. */
export async function useTestStore(options: TestStoreOptions = {}): Promise<Store & { readonly url: string }> {
  const store = await openTestStore(options)
  onTestFinished(async () => await store.close())
  return store
}

async function run(server: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { provideServer } from './server.ts'

/** An empty database of its own, and how to remove it. On the server of `TEST_DATABASE_URL`, or on the run's embedded one. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

export async function createDatabase({ embedded = false } = {}): Promise<TestDatabase> {
  const given = embedded ? undefined : process.env.TEST_DATABASE_URL
  const server = given ?? (await provideServer(inject('postgresFolder')))
  const name = `test_${randomBytes(8).toString('hex')}`
  await run(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: async () => await run(server, `drop database if exists ${name} with (force)`) }
}

export interface TestStoreOptions {
  readonly migrated?: boolean
  /** On the embedded server, also where `TEST_DATABASE_URL` names another. */
  readonly embedded?: boolean
}

/** A store on a database of its own, both gone when the test (or, in `beforeAll`, the file) ends by calling `close`. */
export async function openTestStore(options: TestStoreOptions = {}): Promise<Store & { readonly url: string }> {
  const { embedded, ...rest } = options
  const database = await createDatabase(embedded === undefined ? {} : { embedded })
  const store = await openStore({ databaseUrl: database.url, ...rest })
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

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

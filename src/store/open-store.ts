import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { HubError } from '../errors/hub-error.ts'
import { type Log, silentLog } from '../log/log.ts'
import type { DataFolder } from './data-folder.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { type EmbeddedPostgres, startEmbedded } from './postgres/embedded.ts'

/** Where query functions run: the store's `db`, or a transaction. */
export type Db = Kysely<Database>

export interface Store {
  readonly db: Db
  /** The same connections, for libraries that bring their own queries. */
  readonly pool: pg.Pool
  /** Whether the database is the embedded one. */
  readonly embedded: boolean
  /** All or nothing; `work` gets the transaction to run queries on, and must use nothing else. */
  transaction<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T>
  /** Ends all connections, and the embedded database. Safe to call twice. */
  close(): Promise<void>
}

export interface StoreOptions {
  /** A PostgreSQL of one's own. */
  readonly databaseUrl: string | null
  /** Where the embedded one lives; needed without `databaseUrl`. The caller releases it after `close`. */
  readonly folder?: DataFolder | null
  readonly log?: Log
  /** At most so many connections. */
  readonly connections?: number
  /** False leaves the schema as it is, which a restore needs. */
  readonly migrated?: boolean
}

const oldestServer = 140_000
/** No statement of ours takes this long; migrations, backups and restores lift it for themselves. */
const statementSeconds = 60

/**
 * Opens the database, starts the embedded one if it is that, and brings its schema up to date. Throws
 * `database_unavailable`, `database_newer` or `data_folder_unusable`, each before anything runs on it.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const log = options.log ?? silentLog
  const embedded = options.databaseUrl === null ? await startEmbedded(needFolder(options), log) : null
  const pool = openPool(options, embedded, log)
  let closing: Promise<void> | null = null
  const db: Db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  async function end(): Promise<void> {
    await pool.end()
    await embedded?.stop()
  }
  const store: Store = {
    db,
    pool,
    embedded: embedded !== null,
    async transaction(work) {
      return await db.transaction().execute(work)
    },
    async close() {
      closing ??= end()
      await closing
    },
  }
  try {
    await checkServer(pool, options.databaseUrl)
    if (options.migrated !== false) await migrate(pool)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

function needFolder({ folder }: StoreOptions): DataFolder {
  if (folder === undefined || folder === null) {
    throw new HubError('internal', 'The embedded database needs a data folder that this process owns')
  }
  return folder
}

function openPool(options: StoreOptions, embedded: EmbeddedPostgres | null, log: Log): pg.Pool {
  const address =
    embedded === null
      ? { connectionString: options.databaseUrl ?? '' }
      : (({ host, port, user, database, password }) => ({ host, port, user, database, password }))(embedded)
  const pool = new pg.Pool({
    ...address,
    application_name: 'pressroom',
    max: options.connections ?? 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    types: { getTypeParser },
    onConnect: limitSession,
  })
  // A connection that breaks while nobody uses it; without a listener, that would end the process. (The error carries the
  // whole connection along, which is nothing for a log.)
  pool.on('error', ({ message }) => {
    // While we close, the embedded database ends those that are still on their way out.
    if (!pool.ending) log.warn({ reason: message }, 'A connection to the database broke and was dropped')
  })
  // One that breaks while it is used tells whoever uses it by a failed query; its event alone would end the process, too.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** As a statement and not as start parameters, which poolers in between refuse. The pool waits for it. */
async function limitSession(client: pg.ClientBase): Promise<void> {
  await client.query(
    `set statement_timeout = '${statementSeconds}s'; set idle_in_transaction_session_timeout = '${statementSeconds}s'`,
  )
}

/** Whole numbers of 64 bits come as numbers: ours are counts and ids, far below 2⁵³. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === pg.types.builtins.INT8 && format !== 'binary') return Number
  return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text')
}

async function checkServer(pool: pg.Pool, databaseUrl: string | null): Promise<void> {
  let version: number
  try {
    const answer = await pool.query<{ version: number }>(`select current_setting('server_version_num')::int as version`)
    version = answer.rows[0]?.version ?? 0
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    throw new HubError('database_unavailable', `No connection to ${nameOf(databaseUrl)}: ${reason}`, { cause })
  }
  if (version < oldestServer) {
    throw new HubError('database_unavailable', `${nameOf(databaseUrl)} is older than PostgreSQL 14`, {
      fix: 'Use PostgreSQL 14 or newer.',
    })
  }
}

/** The address without user and password. */
function nameOf(databaseUrl: string | null): string {
  if (databaseUrl === null) return 'the embedded database'
  const url = new URL(databaseUrl)
  return `postgres://${url.host}${url.pathname}`
}

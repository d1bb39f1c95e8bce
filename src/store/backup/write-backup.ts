import { statSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ClientBase } from 'pg'
import copyStreams from 'pg-copy-streams'
import { HubError } from '../../errors/hub-error.ts'
import { listApplied } from '../migrate.ts'
import type { Store } from '../open-store.ts'
import { type Frame, writeFrames } from './frames.ts'
import { type BackupHeader, fleetingTables } from './header.ts'
import { readStructure, type TableStructure } from './structure.ts'

export interface BackupOptions {
  /** Of this program, for people who look into the file. */
  readonly version: string
  /** The keys under a passphrase (`vault.wrap`); null leaves them out, and a restore needs them from elsewhere. */
  readonly wrappedKey: string | null
}

/**
 * Writes everything there is to `destination`, as of one moment, while the hub goes on working. In it: projects,
 * connections with their sealed credentials, the accounts, the history. Not in it: the key, unless wrapped; sessions and
 * other things that live for minutes; the jobs, which only say that there is something to do in rows that are in it.
 * Memory stays flat however large the database is.
 */
async function writeBackup(store: Store, destination: Writable, options: BackupOptions): Promise<BackupHeader> {
  const client = await store.pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(copySettings)
    const header = await readHeader(client, options)
    await pipeline(Readable.from(writeFrames(dump(client, header))), createGzip({ level: 6 }), destination)
    await client.query('commit')
    client.release()
    return header
  } catch (error) {
    // In the middle of a COPY the connection is of no further use.
    client.release(true)
    throw error
  }
}

/**
 * The same into a file (0600), which appears when it is complete, in the place of an older one. Throws `bad_input` when it
 * cannot be written: there is no such folder, the disk is full, or what is there is no file (root could replace a device).
 */
export async function writeBackupFile(store: Store, file: string, options: BackupOptions): Promise<BackupHeader> {
  const draft = `${file}.part`
  let handle: FileHandle | null = null
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
      throw new HubError('bad_input', `${file} is there already, and is no file`)
    }
    // Opened here: a stream that opens by itself may fail before anybody listens to it, which ends the process.
    handle = await open(draft, 'w', 0o600)
    const header = await writeBackup(store, handle.createWriteStream({ flush: true }), options)
    await rename(draft, file)
    return header
  } catch (error) {
    await handle?.close().catch(() => {})
    await rm(draft, { force: true }).catch(() => {})
    if (isAboutFile(error)) {
      throw new HubError('bad_input', `${file} cannot be written: ${error.message}`, { cause: error })
    }
    throw error
  }
}

/** What the file system says, and not the connection to the database, which may have the same codes. */
function isAboutFile(error: unknown): error is Error {
  if (!(error instanceof Error) || !('syscall' in error)) return false
  const { code } = error as { readonly code?: string }
  return error.syscall !== 'connect' && error.syscall !== 'read' && code !== 'EPIPE' && code !== 'ECONNRESET'
}

/** What COPY writes must not depend on the server's settings; and it may take its time. */
export const copySettings = `
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
  set local datestyle = 'ISO'; set local timezone = 'UTC'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8'`

async function readHeader(client: ClientBase, { version, wrappedKey }: BackupOptions): Promise<BackupHeader> {
  const server = await client.query<{ server_version: string }>('show server_version')
  const sequences = await client.query<{ name: string; value: string | null }>(
    'select sequencename as name, last_value::text as value from pg_sequences where schemaname = current_schema()',
  )
  return {
    format: 1,
    version,
    createdAt: new Date().toISOString(),
    server: server.rows[0]?.server_version ?? '',
    migrations: await listApplied(client),
    tables: await readStructure(client),
    sequences: sequences.rows.flatMap(({ name, value }) => (value === null ? [] : [{ name, value: Number(value) }])),
    wrappedKey,
  }
}

async function* dump(client: ClientBase, header: BackupHeader): AsyncGenerator<Frame> {
  yield { kind: 'H', content: Buffer.from(JSON.stringify(header)) }
  for (const table of header.tables) {
    if (fleetingTables.includes(table.name)) continue
    yield { kind: 'T', content: Buffer.from(JSON.stringify({ name: table.name })) }
    const rows = client.query(copyStreams.to(`copy ${listColumns(client, table)} to stdout`))
    for await (const chunk of rows) yield { kind: 'D', content: chunk }
    yield { kind: 'E', content: Buffer.alloc(0) }
  }
}

/** `"table" ("column", …)`, for COPY in either direction. */
export function listColumns(client: ClientBase, { name, columns }: TableStructure): string {
  const names = columns.map((column) => client.escapeIdentifier(column.name))
  return `${client.escapeIdentifier(name)} (${names.join(', ')})`
}

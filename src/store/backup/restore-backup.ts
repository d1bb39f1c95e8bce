import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { ClientBase } from 'pg'
import copyStreams from 'pg-copy-streams'
import { HubError } from '../../errors/hub-error.ts'
import { type Migration, migrate, migrateTo, migrationLock } from '../migrate.ts'
import { migrations } from '../migrations/list.ts'
import type { Store } from '../open-store.ts'
import { connectForeignTables, createForeignTables } from './foreign-tables.ts'
import { damaged, type Frame, readFrames } from './frames.ts'
import { type BackupHeader, parseHeader } from './header.ts'
import type { TableStructure } from './structure.ts'
import { copySettings, listColumns } from './write-backup.ts'

export interface RestoreOptions {
  /** Also over a database that has projects or accounts, which are lost then. */
  readonly replace?: boolean
  /** The schema's steps; those of this version when absent. */
  readonly steps?: readonly Migration[]
}

/** Reads a backup from end to end and checks it. Throws `backup_damaged`. */
export async function inspectBackup(file: string): Promise<BackupHeader> {
  let header: BackupHeader | null = null
  for await (const frame of readFile(file)) {
    if (header === null) header = parseHeader(needKind(frame, 'H').content)
  }
  if (header === null) throw damaged('it is empty')
  return header
}

/**
 * Puts a backup in the place of what the database has, then brings it to today's schema. The file is read twice: first
 * to check all of it, so that a damaged one changes nothing; the second time in one transaction, so that a restore which
 * fails or is killed changes nothing either. Nobody else may work on the database meanwhile.
 *
 * Backups of older versions: the schema is made as it was then, filled, and migrated. Tables of the login are made from
 * what the backup says of them, and brought up to date by the login at the next start. Throws `backup_damaged`,
 * `backup_newer`, or `already_exists` when the database is in use and `replace` is not given.
 */
export async function restoreBackup(store: Store, file: string, options: RestoreOptions = {}): Promise<BackupHeader> {
  const steps = options.steps ?? migrations
  const header = await inspectBackup(file)
  const unknown = header.migrations.find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined) {
    throw new HubError(
      'backup_newer',
      `The backup was written by Pressroom ${header.version}, with the step ${unknown}`,
    )
  }
  const client = await store.pool.connect()
  try {
    await client.query('begin')
    await client.query(copySettings)
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    if (options.replace !== true) await refuseUsed(client, header)
    await dropAll(client, header, steps)
    await migrateTo(client, header.migrations, steps)
    const foreign = await createForeignTables(client, header.tables)
    await load(client, header, file)
    await connectForeignTables(client, foreign)
    await setSequences(client, header)
    await client.query('commit')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
  await migrate(store.pool, steps)
  return header
}

function readFile(file: string): AsyncGenerator<Frame> {
  const unzip = createGunzip()
  const source = createReadStream(file)
  // An error of either ends the iteration of the other.
  source.once('error', (error) => unzip.destroy(error))
  unzip.once('close', () => source.destroy())
  return withDamage(readFrames(source.pipe(unzip)))
}

async function* withDamage(frames: AsyncGenerator<Frame>): AsyncGenerator<Frame> {
  try {
    yield* frames
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('Z_')) throw damaged('it is not compressed as a backup is, or was cut off', error)
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') {
      throw new HubError('not_found', `The backup cannot be read: ${code}`, { cause: error })
    }
    throw error
  }
}

function needKind(frame: Frame, kind: Frame['kind']): Frame {
  if (frame.kind !== kind) throw damaged('its parts are out of order')
  return frame
}

/** Rows in these do not mean that somebody works here: a first start makes them. */
const unimportant: readonly string[] = [
  'instance',
  'events',
  'audit',
  'checks',
  'session',
  'verification',
  'rateLimit',
  'idempotency_keys',
]

async function refuseUsed(client: ClientBase, { tables }: BackupHeader): Promise<void> {
  for (const { name } of tables) {
    if (unimportant.includes(name) || !(await exists(client, name))) continue
    const rows = await client.query(`select 1 from ${client.escapeIdentifier(name)} limit 1`)
    if (rows.rows.length === 0) continue
    throw new HubError('already_exists', `The database is in use: there are rows in ${name}`, {
      fix: 'Restore into an empty database, or say --replace to lose what is there.',
    })
  }
}

/** Our tables, those of the backup, and the jobs; nothing else that may live in the database. */
async function dropAll(client: ClientBase, { tables }: BackupHeader, steps: readonly Migration[]): Promise<void> {
  const made = steps.flatMap(({ sql }) => [...sql.matchAll(/create table (\w+)/g)].map((match) => match[1] ?? ''))
  const sequences = steps.flatMap(({ sql }) =>
    [...sql.matchAll(/create sequence (\w+)/g)].map((match) => match[1] ?? ''),
  )
  for (const name of new Set([...made, ...tables.map((table) => table.name), 'migrations'])) {
    await client.query(`drop table if exists ${client.escapeIdentifier(name)} cascade`)
  }
  for (const name of sequences) await client.query(`drop sequence if exists ${client.escapeIdentifier(name)}`)
  await client.query('drop schema if exists pgboss cascade')
}

async function exists(client: ClientBase, name: string): Promise<boolean> {
  const found = await client.query(
    'select 1 from pg_class where relname = $1 and relnamespace = current_schema()::regnamespace',
    [name],
  )
  return found.rows.length > 0
}

async function load(client: ClientBase, header: BackupHeader, file: string): Promise<void> {
  const frames = readFile(file)
  const first = await frames.next()
  if (first.done === true || JSON.stringify(parseHeader(first.value.content)) !== JSON.stringify(header)) {
    throw damaged('it changed while it was read')
  }
  for (let frame = await frames.next(); frame.done !== true; frame = await frames.next()) {
    const { name } = JSON.parse(needKind(frame.value, 'T').content.toString('utf8')) as { name?: unknown }
    const table = header.tables.find((candidate) => candidate.name === name)
    if (table === undefined) throw damaged('it has rows of a table that its header does not name')
    await loadTable(client, table, frames)
  }
}

async function loadTable(client: ClientBase, table: TableStructure, frames: AsyncGenerator<Frame>): Promise<void> {
  async function* rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const frame = await frames.next()
      if (frame.done === true) throw damaged('a table in it has no end')
      if (frame.value.kind === 'E') return
      yield needKind(frame.value, 'D').content
    }
  }
  await pipeline(Readable.from(rows()), client.query(copyStreams.from(`copy ${listColumns(client, table)} from stdin`)))
}

/** Ids go on after the last one that was given. */
async function setSequences(client: ClientBase, { sequences }: BackupHeader): Promise<void> {
  for (const { name, value } of sequences) {
    if (await exists(client, name))
      await client.query('select setval($1::regclass, $2)', [client.escapeIdentifier(name), value])
  }
}

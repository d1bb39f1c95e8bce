import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, runProgram, startChild, untilReady } from './child.ts'
import { requireProgram } from './programs.ts'

/** One MariaDB for all sites of a run: on a unix socket in a private folder, without network and without password. */
export interface Database {
  readonly socket: string
  /** Runs statements and gives the rows of the last answer, tab-separated. */
  sql(statements: string): Promise<string>
  /** Makes `to` an exact copy of `from`, whatever `to` was before. */
  clone(from: string, to: string): Promise<void>
  end(): Promise<void>
}

/** Starts an empty MariaDB that listens below `folder` and writes to `data`. It keeps nothing safe on disk: a test database that crashes is made anew. */
export async function startDatabase(folder: string, data: string): Promise<Database> {
  const socket = join(folder, 'db.sock')
  const log = join(folder, 'mariadb.log')
  mkdirSync(data, { recursive: true })
  const isRoot = process.getuid?.() === 0
  const settings = [
    '--no-defaults',
    `--datadir=${data}`,
    '--innodb-log-file-size=8M',
    ...(isRoot ? ['--user=root'] : []),
  ]
  const install = ['--auth-root-authentication-method=normal', '--skip-test-db']
  await runProgram(requireProgram('mariadb-install-db'), [...settings, ...install])
  const speed = ['--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=0', '--performance-schema=OFF']
  const server = startChild(
    requireProgram('mariadbd'),
    [...settings, ...speed, `--socket=${socket}`, '--skip-networking', '--character-set-server=utf8mb4'],
    log,
  )
  const sql = (statements: string) => runStatements(socket, statements)
  await untilReady(server, log, () => sql('SELECT 1').then(Boolean, () => false))
  return { socket, sql, clone: (from, to) => clone(sql, from, to), end: () => endDatabase(server) }
}

function runStatements(socket: string, statements: string): Promise<string> {
  const options = ['--no-defaults', '--user=root', `--socket=${socket}`, '--batch', '--skip-column-names']
  return runProgram(requireProgram('mariadb'), options, statements)
}

async function clone(sql: Database['sql'], from: string, to: string): Promise<void> {
  const tables = (await sql(`SHOW TABLES IN ${from}`)).split('\n').filter((name) => name !== '')
  const copies = tables.map(
    (name) =>
      `CREATE TABLE ${to}.${name} LIKE ${from}.${name}; INSERT INTO ${to}.${name} SELECT * FROM ${from}.${name};`,
  )
  await sql(`DROP DATABASE IF EXISTS ${to}; CREATE DATABASE ${to}; ${copies.join('\n')}`)
}

async function endDatabase(server: Child): Promise<void> {
  await server.end()
}

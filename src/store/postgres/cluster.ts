import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { HubError } from '../../errors/hub-error.ts'
import { type Account, handTo } from './account.ts'
import type { Binaries } from './binaries.ts'

/** The files of the embedded database. */
export interface Cluster {
  /** PostgreSQL's data directory. */
  readonly folder: string
  readonly user: string
  readonly database: string
  readonly password: string
}

/**
 * The cluster in this data folder, made when there is none. The caller owns the data folder.
 *
 * initdb works in a draft folder that one rename puts in place, so a cluster is there completely or not at all, also
 * after a kill -9. A draft left by one is removed; should its initdb still be running, it fails, and the next start
 * removes the rest.
 */
export async function provideCluster(
  dataFolder: string,
  binaries: Binaries,
  account: Account | null,
): Promise<Cluster> {
  const folder = join(dataFolder, 'postgres')
  removeDrafts(dataFolder)
  const password = providePassword(join(dataFolder, 'postgres.password'), existsSync(folder))
  if (existsSync(folder)) checkVersion(folder, binaries)
  else await makeCluster(dataFolder, folder, password, binaries, account)
  return { folder, user: 'pressroom', database: 'postgres', password }
}

const draftPrefix = 'postgres.new-'

function removeDrafts(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    if (!name.startsWith(draftPrefix)) continue
    try {
      rmSync(join(dataFolder, name), { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // Its initdb is still writing. Drafts have names of their own, so it is in nobody's way.
    }
  }
}

/** Random, 0600, and on the disk before the cluster that needs it. */
function providePassword(file: string, needed: boolean): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  if (needed) {
    throw new HubError('database_unavailable', `The password of the embedded database is missing: ${file}`, {
      fix: 'Put the file back from a copy of the data folder, or restore a backup into an empty data folder.',
    })
  }
  const password = randomBytes(32).toString('base64url')
  const draft = `${file}.new`
  rmSync(draft, { force: true })
  writeFileSync(draft, `${password}\n`, { mode: 0o600, flush: true })
  renameSync(draft, file)
  return password
}

function checkVersion(folder: string, binaries: Binaries): void {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (found === binaries.version.split('.')[0]) return
  throw new HubError(
    'database_unavailable',
    `The database is of PostgreSQL ${found}, this one is ${binaries.version}`,
    {
      fix: 'Make a backup with the version of Pressroom you had, and restore it into an empty data folder.',
    },
  )
}

async function makeCluster(
  dataFolder: string,
  folder: string,
  password: string,
  binaries: Binaries,
  account: Account | null,
): Promise<void> {
  const draft = join(dataFolder, `${draftPrefix}${randomBytes(6).toString('hex')}`)
  mkdirSync(draft, { mode: 0o700 })
  handTo(account, draft)
  // The collation is PostgreSQL's own and the same on every machine; with the system's, an upgrade of libc breaks indexes.
  const args = ['--pgdata=data', '--username=pressroom', '--auth=scram-sha-256', '--pwfile=password', '--encoding=UTF8']
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C')
  writeFileSync(join(draft, 'password'), password, { mode: 0o600 })
  handTo(account, join(draft, 'password'))
  await runInitdb(binaries, args, draft, account)
  renameSync(join(draft, 'data'), folder)
  flushFolder(dataFolder)
  rmSync(draft, { recursive: true, force: true })
}

async function runInitdb(binaries: Binaries, args: string[], cwd: string, account: Account | null): Promise<void> {
  const child = spawn(binaries.initdb, args, {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    cwd,
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 120_000,
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000)
  })
  const failure = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code === 0 ? null : `exit ${code ?? signal}: ${said.trim()}`))
  })
  if (failure !== null)
    throw new HubError('database_unavailable', `The embedded database could not be made: ${failure}`)
}

/** A rename is on the disk only when its folder is. Windows cannot do it and need not. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

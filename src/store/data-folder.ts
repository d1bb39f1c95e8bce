import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { HubError } from '../errors/hub-error.ts'
import { hubSocketPath } from './socket-path.ts'

/**
 * One owner of the data folder.
 *
 * States of a folder: **free** (nobody holds the lock) → **owned** (a process took it with `claimDataFolder`) → **free**
 * (released, or the process ended in whatever way). An owner that is a hub listens on the socket; one that is a
 * command line call may not, and ends soon.
 *
 * The lock is the kernel's, so that nothing has to be judged after a kill -9: Node has no flock, but the SQLite inside
 * it takes POSIX (Windows: LockFileEx) record locks on a file, and `BEGIN EXCLUSIVE` on an empty one holds them until
 * commit, close or death. Considered and left out: a file with pid and start time (a gap between looking and taking,
 * and pids of another container mean nothing), binding a socket (a dead one's file has to be removed, which races),
 * an advisory lock in the database (it is the database that must not be started twice), Linux' abstract sockets
 * (separate per network namespace). The file stays empty and is never removed: removing would make two locks of it.
 */
export interface DataFolder {
  /** The folder, links resolved. */
  readonly path: string
  /** Where the owner listens for command line calls, as a 0600 unix socket. */
  readonly socketPath: string
  /** Gives the folder up. Safe to call twice. */
  release(): void
}

/** Takes the folder, which is made when missing. Throws `data_folder_busy` when another process has it, at once. */
export function claimDataFolder(folder: string): DataFolder {
  const path = makeFolder(folder)
  const lock = takeLock(join(path, 'hub.lock'))
  if (lock === null) throw new HubError('data_folder_busy', `${path} is owned by another process${ownerOf(path)}`)
  // Only for the sentence above: nothing is decided by it.
  writeFileSync(join(path, 'hub.owner'), `${process.pid}\n`, { mode: 0o600 })
  let held = true
  return {
    path,
    socketPath: hubSocketPath(path),
    release() {
      if (!held) return
      held = false
      rmSync(join(path, 'hub.owner'), { force: true })
      lock.close()
    },
  }
}

export type Reached =
  | { readonly kind: 'owner'; readonly folder: DataFolder }
  | { readonly kind: 'hub'; readonly socketPath: string }

/**
 * Either the folder itself, or the socket of the hub that owns it, whichever comes first. An owner that does not listen
 * (a hub that is starting or stopping, or another call) is waited for, at most `seconds`; then `data_folder_busy`.
 */
export async function reachDataFolder(folder: string, seconds = 30): Promise<Reached> {
  const end = performance.now() + seconds * 1000
  const socketPath = hubSocketPath(makeFolder(folder))
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    if (await listens(socketPath)) return { kind: 'hub', socketPath }
    try {
      return { kind: 'owner', folder: claimDataFolder(folder) }
    } catch (thrown) {
      const busy = thrown instanceof HubError && thrown.code === 'data_folder_busy'
      if (!busy || performance.now() > end) throw thrown
    }
    await sleep(pause)
  }
}

/** Takes the folder as soon as its owner (a command line call, or a hub that is stopping) is done, at most `seconds` later. */
export async function waitForDataFolder(folder: string, seconds = 30): Promise<DataFolder> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    try {
      return claimDataFolder(folder)
    } catch (thrown) {
      const busy = thrown instanceof HubError && thrown.code === 'data_folder_busy'
      if (!busy || performance.now() > end) throw thrown
    }
    await sleep(50)
  }
}

function makeFolder(folder: string): string {
  try {
    mkdirSync(dirname(folder), { recursive: true })
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
    return realpathSync(folder)
  } catch (cause) {
    throw new HubError('data_folder_unusable', `${folder} cannot be made: ${messageOf(cause)}`, { cause })
  }
}

/** SQLite's code for "somebody else holds the lock". */
const sqliteBusy = 5

function takeLock(file: string): DatabaseSync | null {
  const { DatabaseSync } = loadSqlite()
  let lock: DatabaseSync | null = null
  try {
    // Two that try at the same moment can get in each other's way; one of them has it after some milliseconds.
    lock = new DatabaseSync(file, { timeout: 50 })
    // No journal file beside it; the lock is what `exclusive` takes.
    lock.exec('pragma journal_mode = memory; begin exclusive')
    // By its name: opening and closing the file here would give up the lock, as POSIX has it.
    chmodSync(file, 0o600)
    return lock
  } catch (cause) {
    lock?.close()
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === sqliteBusy) return null
    throw new HubError('data_folder_unusable', `${file} cannot be locked: ${messageOf(cause)}`, { cause })
  }
}

/** Node 22 warns on standard error that its SQLite is experimental; what we use of it, a file lock, is not. */
function loadSqlite(): typeof import('node:sqlite') {
  const warn = process.emitWarning
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = warn
  }
}

function ownerOf(path: string): string {
  try {
    return ` (process ${readFileSync(join(path, 'hub.owner'), 'utf8').trim().slice(0, 20)})`
  } catch {
    return ''
  }
}

async function listens(socketPath: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(socketPath)
    socket.setTimeout(1000, () => done(false))
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
    function done(answer: boolean): void {
      socket.destroy()
      resolve(answer)
    }
  })
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What a running PostgreSQL says of itself in `postmaster.pid`. */
export interface PostmasterPid {
  readonly pid: number
  readonly port: number
  /** Folder of the unix socket, or null. */
  readonly socketFolder: string | null
  /** The first address it listens on, or null. */
  readonly listens: string | null
  /** `starting`, `ready`, `stopping`, … */
  readonly status: string
}

/** Null while there is none, or while it is being written. Lines as in PostgreSQL's `miscadmin.h`. */
export function readPostmasterPid(folder: string): PostmasterPid | null {
  let lines: string[]
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const [pid = '', , , port = '', socketFolder = '', listens = '', , status = ''] = lines.map((line) => line.trim())
  if (!/^\d+$/.test(pid)) return null
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder === '' ? null : socketFolder,
    listens: listens === '' ? null : listens,
    status,
  }
}

/**
 * Whether this process is the postmaster of this folder, and not another one that got its number after a reboot or in
 * a new container: a postmaster's working directory is its data folder. Where /proc does not exist, whether it lives.
 */
export function isPostmaster(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  if (!existsSync('/proc/self/cwd')) return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return false
  }
}

/**
 * Removes what a killed postmaster left, when its number now belongs to somebody else: PostgreSQL would only look at
 * whether that process lives, and refuse to start. Two clusters on one folder stay impossible, by its shared memory.
 */
export function removeStalePid(folder: string): void {
  const found = readPostmasterPid(folder)
  if (found === null || isPostmaster(found.pid, folder)) return
  rmSync(join(folder, 'postmaster.pid'), { force: true })
  rmSync(join(folder, `.s.PGSQL.${found.port}.lock`), { force: true })
  rmSync(join(folder, `.s.PGSQL.${found.port}`), { force: true })
}

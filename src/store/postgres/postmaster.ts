import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HubError } from '../../errors/hub-error.ts'
import { fitsSocket } from '../socket-path.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { parameters } from './parameters.ts'
import { isPostmaster, readPostmasterPid, removeStalePid } from './postmaster-pid.ts'

/** A running PostgreSQL: where it listens (a folder with its socket, or 127.0.0.1), and which process it is. */
export interface Postmaster {
  readonly pid: number
  readonly host: string
  readonly port: number
  /** It was left alive by a hub that was killed. */
  readonly adopted: boolean
}

export interface PostmasterPlace {
  readonly folder: string
  /** Where its messages go. */
  readonly logFile: string
  readonly binaries: Binaries
  readonly account: Account | null
  /** The port to take where it cannot be a unix socket; without it, a free one. */
  readonly port?: number
}

/** Recovery after a crash reads at most `max_wal_size`; a slow disk gets time for it. */
const readySeconds = 120
const socketPort = 5432

/**
 * A PostgreSQL on this folder that is ready: the one that runs already, or a new one. The caller owns the data folder,
 * so what runs was left by a dead hub.
 *
 * States: **none** → start → **starting** → **ready** → (`stopPostmaster`) → **stopping** → **none**. A hub killed at any
 * point leaves one of these: `ready` and `starting` are waited for and adopted, `stopping` is waited for and started
 * again. One that was spawned but has not written its file yet makes our own child fail on that file: then we look again.
 */
export async function providePostmaster(place: PostmasterPlace): Promise<Postmaster> {
  const end = performance.now() + readySeconds * 1000
  for (;;) {
    const running = await waitForRunning(place.folder, end)
    if (running !== null) return { ...running, adopted: true }
    removeStalePid(place.folder)
    const started = await start(place, end)
    if (typeof started !== 'string') return { ...started, adopted: false }
    // Another postmaster, or the last children of a killed one, still hold the folder; or the port was taken meanwhile.
    const passing = /lock file|shared memory block|Address already in use|could not create any TCP/i.test(started)
    if (!passing || performance.now() > end) {
      throw new HubError('database_unavailable', `The embedded database did not start: ${started}`)
    }
    await sleep(100)
  }
}

/** Ends it: first politely to its clients ("fast" shutdown), after 15 s without asking; the next start then recovers. Untested on Windows. */
export async function stopPostmaster(postmaster: Pick<Postmaster, 'pid'>, folder: string): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 15],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    if (!isPostmaster(postmaster.pid, folder)) return
    process.kill(postmaster.pid, signal)
    const end = performance.now() + seconds * 1000
    while (performance.now() < end) {
      if (!isPostmaster(postmaster.pid, folder) || readPostmasterPid(folder)?.pid !== postmaster.pid) return
      await sleep(10)
    }
  }
}

/** The postmaster that is there already, once it is ready; null when there is none, or when it has ended. */
async function waitForRunning(folder: string, end: number): Promise<Omit<Postmaster, 'adopted'> | null> {
  for (;;) {
    const found = readPostmasterPid(folder)
    if (found === null || !isPostmaster(found.pid, folder)) return null
    if (found.status === 'ready') return { pid: found.pid, port: found.port, host: found.socketFolder ?? '127.0.0.1' }
    if (performance.now() > end) {
      throw new HubError('database_unavailable', `The embedded database (process ${found.pid}) is ${found.status}`)
    }
    await sleep(20)
  }
}

/** A new postmaster that is ready, or the end of what it said when it gave up. */
async function start(place: PostmasterPlace, end: number): Promise<Omit<Postmaster, 'adopted'> | string> {
  const { folder, logFile, binaries, account } = place
  const socket = fitsSocket(join(folder, `.s.PGSQL.${socketPort}.lock`))
  const port = socket ? socketPort : (place.port ?? (await findFreePort()))
  const where = {
    port: String(port),
    listen_addresses: socket ? '' : '127.0.0.1',
    // In the data directory itself, which nobody else may enter.
    unix_socket_directories: socket ? folder : '',
  }
  const settings = Object.entries({ ...parameters, ...where }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openLog(logFile)
  const from = statSync(logFile).size
  const child = spawn(binaries.postgres, ['-D', folder, ...settings], {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    cwd: folder,
    // Its own session: Ctrl-C in the terminal is for the hub, which then stops it in order.
    detached: true,
    // Nothing of our environment, which may hold the key.
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let failure: string | null = null
  child.once('error', (error) => {
    failure = error.message
  })
  child.once('exit', (code, signal) => {
    failure ??= `exit ${code ?? signal}`
  })
  child.unref()
  for (;;) {
    if (failure !== null) return `${failure}: ${readLog(logFile, from)}`
    const found = readPostmasterPid(folder)
    if (found !== null && found.pid === child.pid && found.status === 'ready') {
      return { pid: found.pid, port, host: socket ? folder : '127.0.0.1' }
    }
    if (performance.now() > end) return `it was not ready after ${readySeconds} s: ${readLog(logFile, from)}`
    await sleep(10)
  }
}

const longestLog = 4 * 1024 * 1024

/** The log, opened at its end; a long one is put aside first, so that two of them are the most there is. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > longestLog) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

function readLog(file: string, from: number): string {
  return readFileSync(file).subarray(from).toString('utf8').trim().slice(-1000)
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

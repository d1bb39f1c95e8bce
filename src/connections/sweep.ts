import { toHubError } from '../errors/hub-error.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { claimDueConnections, type DueConnection, postponeChecks } from '../store/due-connections.ts'
import { checkConnection } from './check.ts'
import type { ConnectionsDeps } from './deps.ts'
import { isStale, learnConnection } from './learn.ts'
import { nextCheckPostponed } from './next-check.ts'

export interface SweepOptions {
  readonly now: Date
  readonly signal?: AbortSignal | undefined
  /** Checks at once. */
  readonly concurrency?: number
  /** Checks at once of one host, so that a slow one does not hold up the others. */
  readonly perHost?: number
  /** After so long no further check is begun, in ms: a sweep is over before the next one. */
  readonly budgetMilliseconds?: number
}

export interface SweepReport {
  readonly checked: number
  readonly changed: number
  /** Taken, and put off by a minute or two, since the time was over. */
  readonly postponed: number
}

/** Whoever crashes leaves its claims to be taken again after so long. */
const leaseSeconds = 300
const claimedAtOnce = 50
/** What waits for a lane: memory stays flat however many are due. Of one host, so that it leaves room for others. */
const mostWaiting = { ofHost: 40, inAll: 600 }

/**
 * Checks the connections whose check is due, longest due first, several hosts at once. Many processes may sweep at the
 * same time: each gets others.
 */
export async function sweep(deps: ConnectionsDeps, options: SweepOptions): Promise<SweepReport> {
  const { now, signal, concurrency = 16, perHost = 2, budgetMilliseconds = 50_000 } = options
  const started = performance.now()
  const nowAt = (): Date => new Date(now.getTime() + performance.now() - started)
  const hosts = new Map<string, Host>()
  const running = new Set<Promise<void>>()
  const report = { checked: 0, changed: 0, postponed: 0 }
  let waiting = 0

  const isOver = (): boolean => signal?.aborted === true || performance.now() - started > budgetMilliseconds

  /** Puts due connections to their hosts, leaving out hosts that have enough. False when there are none. */
  async function take(): Promise<boolean> {
    const exceptHosts = [...hosts].filter(([, host]) => host.waiting.length >= mostWaiting.ofHost).map(([name]) => name)
    const due = await claimDueConnections(deps.store.db, { now, limit: claimedAtOnce, leaseSeconds, exceptHosts })
    for (const ref of due) {
      const connection = await readConnection(deps, ref)
      if (connection === null) continue
      const name = hostOf(connection)
      const host = hosts.get(name) ?? { running: 0, waiting: [] }
      hosts.set(name, host)
      host.waiting.push(connection)
      waiting++
    }
    return due.length > 0
  }

  async function run(host: Host, connection: Connection): Promise<void> {
    host.running++
    try {
      const changed = await checkOne(deps, connection, nowAt(), signal)
      report.checked++
      if (changed) report.changed++
    } finally {
      host.running--
    }
  }

  /** Starts what may start. A host that was served goes to the end of the line. */
  function start(): void {
    for (const [name, host] of [...hosts]) {
      if (host.waiting.length === 0 && host.running === 0) hosts.delete(name)
      if (running.size >= concurrency) return
      const connection = host.running < perHost ? host.waiting.shift() : undefined
      if (connection === undefined) continue
      waiting--
      hosts.delete(name)
      hosts.set(name, host)
      const work = run(host, connection).finally(() => running.delete(work))
      running.add(work)
    }
  }

  while (!isOver()) {
    const more = waiting < mostWaiting.inAll && (await take())
    const before = running.size
    start()
    if (running.size === 0 && waiting === 0 && !more) break
    // Go round again while there is something to take or to start; else when a lane is free again.
    if (!more && (running.size === before || running.size >= concurrency)) await Promise.race(running)
  }
  const left = [...hosts.values()].flatMap((host) => host.waiting)
  for (let i = 0; i < left.length; i += claimedAtOnce) {
    const ids = left.slice(i, i + claimedAtOnce).map(({ id }) => id)
    await postponeChecks(deps.store.db, ids, nextCheckPostponed(nowAt()))
  }
  report.postponed = left.length
  await Promise.all(running)
  return report
}

interface Host {
  running: number
  readonly waiting: Connection[]
}

function hostOf({ url }: Connection): string {
  return URL.parse(url)?.host ?? ''
}

async function readConnection(deps: ConnectionsDeps, { projectId, id }: DueConnection): Promise<Connection | null> {
  try {
    return await getConnection(deps.store.db, projectId, id)
  } catch (error) {
    // Deleted, or moved to another project, since it was claimed.
    if (toHubError(error).code === 'not_found') return null
    throw error
  }
}

/** Whether the verdict changed. One connection's trouble never ends the sweep. */
async function checkOne(
  deps: ConnectionsDeps,
  connection: Connection,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const after = await checkConnection(deps, connection, { cause: 'sweep', now, signal })
    if (after === null) return false
    if (after.verdict === 'connected' && after.pendingVerdict === null && isStale(after, now)) {
      await learnConnection(deps, after, now, { signal })
    }
    return after.verdict !== connection.verdict || after.state !== connection.state
  } catch (error) {
    const { code } = toHubError(error)
    if (code !== 'cancelled')
      deps.log.warn({ err: error, connection: connection.id }, 'A check did not come to its end')
    return false
  }
}

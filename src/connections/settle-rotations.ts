import { connectorOf } from '../connectors/registry.ts'
import { HubError, toHubError } from '../errors/hub-error.ts'
import { writeConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, lockConnection, updateConnection } from '../store/connections.ts'
import { listRotating } from '../store/due-connections.ts'
import { addEvent } from '../store/events.ts'
import type { Db } from '../store/open-store.ts'
import type { ConnectionsDeps } from './deps.ts'
import { nameOf } from './health-event.ts'
import { createLanes } from './lanes.ts'
import { holdMilliseconds, type Rotation, rotationOf } from './rotation.ts'
import { proveAndSwap, retireOld, undoRotation } from './rotation-ends.ts'

export interface SettleOptions {
  readonly now: Date
  /**
   * Since when this process alone works on the database, where that is so: what was touched before was left by a crash, and
   * no client that was opened before is alive.
   */
  readonly aloneSince?: Date | undefined
  readonly signal?: AbortSignal | undefined
}

const atOnce = 4
/** A plan that cannot be undone for so long is dropped, and told: the site is gone, or has another owner. */
const giveUpMilliseconds = 7 * 24 * 3_600_000

/**
 * Goes on with the rotations that stand: retires old credentials whose time has come, and finishes or undoes what a crash
 * left. Those that fail again are tried at a later call. How many came to their end.
 */
export async function settleRotations(deps: ConnectionsDeps, options: SettleOptions): Promise<number> {
  const lanes = createLanes(atOnce)
  let settled = 0
  let after = ''
  while (options.signal?.aborted !== true) {
    const rows = await listRotating(deps.store.db, after)
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.id
    const ends = await Promise.all(rows.map(({ id }) => lanes.run(() => settleOne(deps, id, options))))
    settled += ends.filter(Boolean).length
  }
  return settled
}

async function settleOne(deps: ConnectionsDeps, id: string, options: SettleOptions): Promise<boolean> {
  const taken = await takeOver(deps, id, options)
  if (taken === null) return false
  try {
    await goOn(deps, taken)
    return taken.final
  } catch (error) {
    deps.log.warn({ err: error, connection: id }, 'A rotation could not be finished yet')
    return giveUp(deps, id, options.now, error)
  }
}

interface Taken {
  readonly connection: Connection
  readonly step: Rotation['step']
  /** False for a plan so young that the site may still be making what it is for. */
  readonly final: boolean
  /** Whether it was left by a crash for sure, so that nobody can have a client open that still sends the old one. */
  readonly left: boolean
}

/** The connection, held for us; `null` when there is nothing to do for it now, or somebody else does it. */
async function takeOver(deps: ConnectionsDeps, id: string, { now, aloneSince }: SettleOptions): Promise<Taken | null> {
  return deps.store.transaction(async (tx) => {
    const connection = await lockOrNull(tx, id)
    const rotation = connection === null ? null : rotationOf(connection)
    if (connection === null || rotation === null) return null
    const { step, holdUntil, retireAt } = rotation
    const left = aloneSince !== undefined && holdUntil.getTime() - holdMilliseconds < aloneSince.getTime()
    const due = step === 'retiring' ? retireAt : holdUntil
    const isDue = due === null || due <= now
    if (!isDue && !left) return null
    if (!isDue && step === 'planned') return { connection, step, left, final: false }
    const until = new Date(now.getTime() + holdMilliseconds)
    // While it is retired, others keep away by the same mark that says when.
    const held = { ...rotation, holdUntil: until, retireAt: step === 'retiring' ? until : retireAt }
    return { connection: await updateConnection(tx, id, { rotation: held }), step, left, final: true }
  })
}

async function goOn(deps: ConnectionsDeps, { connection, step, final, left }: Taken): Promise<void> {
  const connector = connectorOf(connection.kind)
  const { id } = connection
  if (step === 'retiring') return retireOld(deps, connector, id)
  if (step === 'made' && (await swaps(deps, connection))) {
    if (left) await retireOld(deps, connector, id)
    return
  }
  await undoRotation(deps, connector, id, final)
}

/** Whether the new credential was let in; a site that cannot be reached is an error, and says nothing of it. */
async function swaps(deps: ConnectionsDeps, { id, kind }: Connection): Promise<boolean> {
  try {
    await proveAndSwap(deps, connectorOf(kind), id)
    return true
  } catch (error) {
    if (error instanceof HubError && error.code === 'remote_refused') return false
    throw error
  }
}

async function giveUp(deps: ConnectionsDeps, id: string, now: Date, error: unknown): Promise<boolean> {
  return deps.store.transaction(async (tx) => {
    const connection = await lockOrNull(tx, id)
    const rotation = connection === null ? null : rotationOf(connection)
    if (connection === null || rotation === null) return true
    if (now.getTime() - rotation.startedAt.getTime() < giveUpMilliseconds) return false
    await updateConnection(tx, id, { rotation: null })
    await writeConnectionSecrets(tx, id, { sealedNext: null })
    await tellLeftover(tx, connection, rotation, toHubError(error).code)
    return true
  })
}

async function tellLeftover(tx: Db, connection: Connection, rotation: Rotation, code: string): Promise<void> {
  const left = rotation.step === 'retiring' ? 'the former credential' : rotation.name
  await addEvent(tx, {
    projectId: connection.projectId,
    type: 'connection.leftover',
    subject: connection.id,
    payload: { ...nameOf(connection), left, code, fix: 'Delete it in the profile of the user at the site.' },
  })
}

async function lockOrNull(tx: Db, id: string): Promise<Connection | null> {
  try {
    return await lockConnection(tx, id)
  } catch (error) {
    if (error instanceof HubError && error.code === 'not_found') return null
    throw error
  }
}

import { HubError } from '../errors/hub-error.ts'
import {
  type Connection,
  type ConnectionChanges,
  getConnection,
  lockConnection,
  updateConnection,
} from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import { cancelPublications } from '../store/publication-holds.ts'
import type { ConnectionRef, ConnectionsDeps } from './deps.ts'
import { healthOf, nameOf } from './health-event.ts'

/** Throws `already_exists` when the project has that name. */
export async function renameConnection(deps: ConnectionsDeps, ref: ConnectionRef, name: string): Promise<Connection> {
  return change(deps, ref, 'connection.renamed', ({ name: former }) => ({
    changes: { name },
    payload: { former },
  }))
}

/** Puts a connection into these groups and no others. */
export async function groupConnection(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  groups: readonly string[],
): Promise<Connection> {
  const unique = [...new Set(groups)].sort()
  return change(deps, ref, 'connection.grouped', () => ({ changes: { groups: unique }, payload: { groups: unique } }))
}

/**
 * Moves a connection, with its history, to another project, where the caller must be allowed to put it. Told in both. What the
 * former project wanted published there, and was not sent yet, is cancelled; its articles there stay as they are. Throws
 * `already_exists` when that project has the name, `not_found` when it does not exist, and `conflict` while something is being
 * published there.
 */
export async function moveConnection(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  projectId: string,
): Promise<Connection> {
  if (projectId === ref.projectId) return getConnection(deps.store.db, ref.projectId, ref.id)
  return deps.store.transaction(async (tx) => {
    const before = await getConnection(tx, ref.projectId, ref.id)
    await lockConnection(tx, ref.id)
    const { pending } = await cancelPublications(tx, { projectId: ref.projectId, connectionIds: [ref.id] })
    if (pending > 0)
      throw new HubError('conflict', `${pending} articles are on their way to "${before.name}" just now`, {
        fix: 'Wait until they have landed, and move it then.',
        retry: 'later',
      })
    const after = await updateConnection(tx, ref.id, { projectId })
    const event = { type: 'connection.moved', subject: ref.id }
    const payload = { ...nameOf(before), from: ref.projectId, to: projectId }
    for (const told of [ref.projectId, projectId]) await addEvent(tx, { ...event, projectId: told, payload })
    return after
  })
}

/** Until it is resumed, it is neither checked nor used. One that needs a login stays so: throws `needs_login`. */
export async function pauseConnection(deps: ConnectionsDeps, ref: ConnectionRef): Promise<Connection> {
  return change(deps, ref, 'connection.changed', (connection) => {
    if (connection.state === 'paused') return null
    refuseWithoutLogin(connection)
    return { changes: { state: 'paused', nextCheckAt: null } }
  })
}

/** It is used again from now on, and checked at once. */
export async function resumeConnection(deps: ConnectionsDeps, ref: ConnectionRef): Promise<Connection> {
  return change(deps, ref, 'connection.changed', (connection) => {
    if (connection.state === 'active') return null
    refuseWithoutLogin(connection)
    return { changes: { state: 'active', nextCheckAt: new Date() } }
  })
}

function refuseWithoutLogin({ state, name }: Connection): void {
  if (state === 'needs-login') throw new HubError('needs_login', `Somebody has to log in to "${name}" again`)
}

interface Change {
  readonly changes: ConnectionChanges
  /** What the event says besides which connection it is about. */
  readonly payload?: Record<string, unknown>
}

/** One change with its event, in one transaction, or none where `decide` says `null`. */
async function change(
  deps: ConnectionsDeps,
  { projectId, id }: ConnectionRef,
  type: string,
  decide: (connection: Connection) => Change | null,
): Promise<Connection> {
  return deps.store.transaction(async (tx) => {
    await getConnection(tx, projectId, id)
    const before = await lockConnection(tx, id)
    const decided = decide(before)
    if (decided === null) return before
    const after = await updateConnection(tx, id, decided.changes)
    const payload = decided.payload ?? { before: healthOf(before), after: healthOf(after) }
    await addEvent(tx, { projectId, type, subject: id, payload: { ...nameOf(after), ...payload } })
    return after
  })
}

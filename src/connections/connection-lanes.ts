import { HubError } from '../errors/hub-error.ts'
import { createLanes, type Lanes } from './lanes.ts'

/** A small site is busy with two requests; more lanes only keep reads from waiting behind a slow write. */
const lanesOfOne = 4
const mostWaiting = 100

interface Entry {
  readonly lanes: Lanes
  users: number
}

/** Connections that are in use by calls of this process. */
const entries = new Map<string, Entry>()

/** Runs a call's work on a connection's site in one of its lanes. Throws `too_many_requests` where a hundred wait already. */
export async function inLaneOf<T>(connectionId: string, work: () => Promise<T>): Promise<T> {
  const entry = entries.get(connectionId) ?? { lanes: createLanes(lanesOfOne), users: 0 }
  if (entry.users >= lanesOfOne + mostWaiting) {
    throw new HubError('too_many_requests', `${mostWaiting} calls wait for this connection already`)
  }
  entries.set(connectionId, entry)
  entry.users++
  try {
    return await entry.lanes.run(work)
  } finally {
    entry.users--
    if (entry.users === 0) entries.delete(connectionId)
  }
}

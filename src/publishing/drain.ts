import { createLanes, type Lanes } from '../connections/lanes.ts'
import { mayPass } from '../connectors/write-fate.ts'
import { HubError, toHubError } from '../errors/hub-error.ts'
import { applyHolds } from '../store/publication-holds.ts'
import {
  type ClaimedPublication,
  type ClaimKind,
  claimPublications,
  nextDue,
  type Settlement,
  settlePublications,
  tellWaiting,
} from '../store/publication-leases.ts'
import type { PublishingDeps } from './deps.ts'
import { describeError } from './describe-error.ts'
import { createPace, type Pace } from './pace.ts'
import type { OpenPress } from './press.ts'
import { failure, giveUp } from './settlements.ts'

/** What is looked for in one go: many doubtful ones share a look. */
const mostDoubtful = 50

/**
 * Does what is due for a connection, until nothing is: what is in doubt first, then what goes together, then what goes alone.
 * Any number of processes may drain the same connection at once: each row is claimed under a lease. `stopping` ends it after
 * what is under way; `signal` at once. Gives the ms until the next row is due, null when nothing is left.
 */
export async function drain(
  deps: PublishingDeps,
  connectionId: string,
  { signal, stopping }: { readonly signal: AbortSignal; readonly stopping: AbortSignal },
): Promise<number | null> {
  const { db } = deps.store
  // Of those who were under way when a person asked, and died.
  await applyHolds(db, { connectionId })
  const due = await nextDue(db, connectionId)
  if (due === null || due > 0) return due
  const press = await deps.access.open(connectionId, signal).catch(async (thrown: unknown) => {
    if (thrown instanceof HubError && mayPass(thrown)) return void (await postponeDue(deps, connectionId, thrown))
    if (!signal.aborted) await tellWaiting(db, connectionId, { ...describeError(thrown), waitsFor: 'person' })
    throw thrown
  })
  if (press === undefined) return nextDue(db, connectionId)
  const pace = createPace(press)
  // What it could not do comes again with each row, which then tells why it waits.
  await press.begin?.(deps).catch((thrown: unknown) => {
    deps.log.info({ err: toHubError(thrown), connection: connectionId }, 'A site could not be looked at')
  })
  await wakeDue(deps, press)
  const lanes = new Set<Promise<void>>()
  // One after the other: two at once would each get a part of what fits into one request.
  const claims = createLanes(1)
  let isIdle = false
  const mayGoOn = (): boolean => !signal.aborted && !stopping.aborted
  const run = async (): Promise<void> => {
    const worked = await workOnce(deps, press, pace, claims)
    isIdle = !worked
  }
  while (mayGoOn()) {
    while (lanes.size < pace.lanes && !isIdle) {
      const lane: Promise<void> = run().finally(() => lanes.delete(lane))
      lanes.add(lane)
    }
    if (lanes.size === 0) break
    await Promise.race(lanes)
  }
  await Promise.allSettled(lanes)
  return nextDue(db, connectionId)
}

/** The site cannot even be opened: what is to go there waits, and says for what. */
async function postponeDue(deps: PublishingDeps, connectionId: string, thrown: HubError): Promise<void> {
  const { worker, timing, store } = deps
  for (const kind of ['together', 'alone'] as const)
    for (;;) {
      const rows = await claimPublications(store.db, { connectionId, kind, worker, ...timing, limit: mostDoubtful })
      if (rows.length === 0) break
      await settlePublications(
        store.db,
        rows.map((row) => giveUp(timing, row, thrown)),
      )
    }
}

/** What was scheduled and has come to its time, before anything else: one look for many. */
async function wakeDue(deps: PublishingDeps, press: OpenPress): Promise<void> {
  const { worker, timing, store } = deps
  if (press.wake === undefined) return
  const claim = { connectionId: press.connectionId, kind: 'due' as const, worker, ...timing, limit: mostDoubtful }
  for (;;) {
    const rows = await claimPublications(store.db, claim)
    if (rows.length === 0) return
    await press.wake(deps, rows)
  }
}

const work: readonly {
  readonly kind: ClaimKind
  readonly limit: (pace: Pace) => number
  readonly run: (
    deps: PublishingDeps,
    press: OpenPress,
    pace: Pace,
    rows: readonly ClaimedPublication[],
  ) => Promise<void>
}[] = [
  { kind: 'doubtful', limit: () => mostDoubtful, run: (deps, press, _, rows) => press.reconcile(deps, rows) },
  { kind: 'together', limit: ({ batch }) => batch, run: (deps, press, pace, rows) => press.publish(deps, rows, pace) },
  { kind: 'alone', limit: () => 1, run: workAlone },
]

/** Claims and does one piece of work; false when there is none. */
async function workOnce(deps: PublishingDeps, press: OpenPress, pace: Pace, claims: Lanes): Promise<boolean> {
  const claimed = await claims.run(() => claimNext(deps, press, pace))
  if (claimed === null) return false
  try {
    await claimed.run(deps, press, pace, claimed.rows)
  } catch (thrown) {
    // Nobody knows how far it came: the leases run out, and what was recorded as sent is looked for.
    deps.log.error({ err: toHubError(thrown), connection: press.connectionId }, 'Publishing met an error')
  }
  return true
}

async function claimNext({ worker, timing, store }: PublishingDeps, { connectionId }: OpenPress, pace: Pace) {
  for (const { kind, limit, run } of work) {
    const claim = { connectionId, kind, worker, ...timing, limit: limit(pace) }
    const rows = await claimPublications(store.db, claim)
    if (rows.length > 0) return { run, rows }
  }
  return null
}

async function workAlone(
  deps: PublishingDeps,
  press: OpenPress,
  pace: Pace,
  rows: readonly ClaimedPublication[],
): Promise<void> {
  for (const row of rows) {
    if (row.action === 'publish') await press.publish(deps, [row], pace)
    else if (row.remoteId !== null || row.remoteRef !== null) await press.change(deps, row)
    else await settlePublications(deps.store.db, [settleAbsent(row)])
  }
}

/** What is not there can be taken away, and not brought back. */
function settleAbsent(row: ClaimedPublication): Settlement {
  const { id, epoch, wantedHash: claimedHash, action } = row
  if (action !== 'delete' && action !== 'trash')
    return failure(row, new HubError('not_found', 'The article is not on this site'))
  return { id, epoch, claimedHash, state: 'gone', done: true, result: 'unchanged' }
}

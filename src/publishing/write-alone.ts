import { toHubError } from '../errors/hub-error.ts'
import {
  type ClaimedPublication,
  recordSends,
  type Settlement,
  settlePublications,
} from '../store/publication-leases.ts'
import type { RecordedRequest } from '../store/publications.ts'
import type { PressDeps } from './deps.ts'
import { refusal } from './settlements.ts'

export interface LoneWrite {
  readonly row: ClaimedPublication
  /** What `reconcile` is given when the answer is lost; its `hash` is the row's `wantedHash`. */
  readonly request: Omit<RecordedRequest, 'hash'>
  /** The highest id that is known there, for kinds whose ids grow. */
  readonly knownId?: number | null
  /** Sends it. Nothing may be sent after `notAfter` (Unix ms), nor its answer waited for. Gives how the row goes on. */
  send(notAfter: number): Promise<Pick<Settlement, 'state' | 'result' | 'remote' | 'receipt' | 'error' | 'wakeInMs'>>
}

/** One write of one row: recorded, sent, settled. Whatever is thrown settles the row by what became of the write. */
export async function writeAlone(
  { store, timing }: PressDeps,
  { row, request, knownId, send }: LoneWrite,
): Promise<void> {
  const { id, epoch, wantedHash } = row
  const notAfter = Date.now() + timing.deadlineMs
  const sends = [{ id, epoch, request: { ...request, hash: wantedHash } }]
  if (!(await recordSends(store.db, sends, { ...timing, knownId: knownId ?? null })).has(id)) return
  let settlement: Settlement
  try {
    settlement = { id, epoch, claimedHash: wantedHash, done: true, requests: 1, ...(await send(notAfter)) }
  } catch (thrown) {
    settlement = refusal(timing, row, toHubError(thrown))
  }
  await settlePublications(store.db, [settlement])
}

import type { Connection, ConnectionChanges } from '../store/connections.ts'

/** What one check came to. `code` is the diagnosis's; `null` when all is well. */
export interface Seen {
  readonly verdict: string
  readonly code: string | null
}

/**
 * What a check changes in the health that others are told. A site is not called broken, nor well again, by one check: one
 * can meet a restart or a lost packet.
 *
 * States, `told` being verdict and code, `pending` the newest check where it differs:
 * - **settled** (no pending) → a check that agrees with `told` → settled
 * - settled → a check that differs → **doubted** (pending: what it saw; the next check comes soon)
 * - doubted → a check that agrees with `told` → settled
 * - doubted → a check with the pending verdict → settled on it, `changed`. Its code is the newest one, since a site that is
 *   down fails now with this code and now with that.
 * - doubted → anything else → doubted, by the new one
 * Where only the code differs from what is told, both have to agree, so that alternating codes are no news.
 */
export function settle(
  told: Pick<Connection, 'verdict' | 'code' | 'pendingVerdict' | 'pendingCode'>,
  seen: Seen,
): { readonly changes: ConnectionChanges; readonly changed: boolean; readonly doubted: boolean } {
  const settled = { pendingVerdict: null, pendingCode: null }
  const adopted = { changes: { ...settled, verdict: seen.verdict, code: seen.code }, changed: true, doubted: false }
  if (told.verdict === null) return adopted
  const sameVerdict = seen.verdict === told.verdict
  if (sameVerdict && seen.code === told.code) return { changes: settled, changed: false, doubted: false }
  const agrees = told.pendingVerdict === seen.verdict && (!sameVerdict || told.pendingCode === seen.code)
  if (agrees) return adopted
  return { changes: { pendingVerdict: seen.verdict, pendingCode: seen.code }, changed: false, doubted: true }
}

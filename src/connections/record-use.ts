import { getConnection } from '../store/connections.ts'
import type { CheckOutcome } from './check.ts'
import type { ConnectionRef, ConnectionsDeps } from './deps.ts'
import { recordCheck } from './record-check.ts'

/**
 * What using a connection told of its health, for kinds that cannot be checked: counts like a check. Where it tells what is
 * known already, and of one that is not active any more, nothing is written.
 */
export async function recordUse(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  seen: Omit<CheckOutcome, 'diagnosis'>,
  { cause, now }: { readonly cause: string; readonly now: Date },
): Promise<void> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  const { state, verdict, code, pendingVerdict } = connection
  if (state !== 'active') return
  if (verdict === seen.verdict && code === seen.code && pendingVerdict === null) return
  await recordCheck(deps, connection, { ...seen, diagnosis: null }, { cause, now })
}

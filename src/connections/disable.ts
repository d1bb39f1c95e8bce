import { type Connection, updateConnection } from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import type { Db } from '../store/open-store.ts'
import { healthOf, nameOf } from './health-event.ts'

/** Pauses a connection that its use showed to be pointless, until a person resumes it. In the transaction that found out, with the row locked. */
export async function disableConnection(
  tx: Db,
  connection: Connection,
  { code, why }: { readonly code: string; readonly why: string },
): Promise<void> {
  if (connection.state !== 'active') return
  const health = { verdict: 'refused', code, pendingVerdict: null, pendingCode: null, nextCheckAt: null }
  const changed = await updateConnection(tx, connection.id, { state: 'paused', ...health })
  await addEvent(tx, {
    projectId: connection.projectId,
    type: 'connection.changed',
    subject: connection.id,
    payload: { ...nameOf(connection), before: healthOf(connection), after: healthOf(changed), why },
  })
}

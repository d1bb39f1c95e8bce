import type { Connection } from '../store/connections.ts'
import { updateConnection } from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import type { Db } from '../store/open-store.ts'
import { healthOf, nameOf } from './health-event.ts'

/**
 * Says of a connection that a person has to log in again: nothing is sent with its credential until then. In the
 * transaction that found out, with the row locked.
 */
export async function endLogin(
  tx: Db,
  connection: Connection,
  { code, why }: { readonly code: string; readonly why: string },
): Promise<void> {
  if (connection.state === 'needs-login') return
  const changed = await updateConnection(tx, connection.id, {
    state: 'needs-login',
    verdict: 'refused',
    code,
    pendingVerdict: null,
    pendingCode: null,
    nextCheckAt: null,
  })
  await addEvent(tx, {
    projectId: connection.projectId,
    type: 'connection.changed',
    subject: connection.id,
    payload: { ...nameOf(connection), before: healthOf(connection), after: healthOf(changed), why },
  })
}

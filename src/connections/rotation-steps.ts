import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { readConnectionSecrets, writeConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, lockConnection, updateConnection } from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import type { Db } from '../store/open-store.ts'
import type { ConnectionsDeps } from './deps.ts'
import { nameOf } from './health-event.ts'
import { holdMilliseconds, type Rotation, refuseWhileRotating, rotationOf } from './rotation.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'

/** The transactions of a rotation: none of them asks the site anything. See `rotation.ts` for the states. */

/** **none** → **planned**. Throws `conflict` when another one began meanwhile. */
export async function startRotation(deps: ConnectionsDeps, id: string, plan: Rotation): Promise<void> {
  await deps.store.transaction(async (tx) => {
    refuseWhileRotating(await lockConnection(tx, id))
    await updateConnection(tx, id, { rotation: { ...plan } })
  })
}

/** What becomes of the sealed columns: `next` is sealed as the credential to come, `swap` makes it the one in use. */
export type SecretMove = { readonly next: unknown } | 'swap' | 'drop next' | 'keep'

/**
 * From one state to another (`null` for **none**). Throws `conflict` when the rotation is not in `from` any more: then
 * somebody else went on with it.
 */
export async function moveRotation(
  deps: ConnectionsDeps,
  id: string,
  from: Rotation,
  to: Rotation | null,
  move: SecretMove,
): Promise<Connection> {
  return deps.store.transaction(async (tx) => {
    const connection = await lockConnection(tx, id)
    const now = rotationOf(connection)
    if (now?.id !== from.id || now.step !== from.step) {
      throw new HubError('conflict', `Somebody else went on with the rotation of "${connection.name}"`)
    }
    await moveSecret(deps, tx, connection, move)
    const holdUntil = new Date(Date.now() + holdMilliseconds)
    const rotation = to === null ? null : { ...to, holdUntil }
    const changed = await updateConnection(tx, id, { rotation })
    if (move === 'swap') await tell(tx, changed, from)
    return changed
  })
}

async function moveSecret(deps: ConnectionsDeps, tx: Db, connection: Connection, move: SecretMove): Promise<void> {
  const { id, kind } = connection
  if (move === 'keep') return
  if (move === 'drop next') return writeConnectionSecrets(tx, id, { sealedNext: null })
  if (move !== 'swap') {
    return writeConnectionSecrets(tx, id, { sealedNext: sealSecret(deps, id, move.next, 'sealed_next') })
  }
  const { sealedNext } = await readConnectionSecrets(tx, id)
  const secret = openSecret(deps, connectorOf(kind), id, sealedNext, 'sealed_next')
  await writeConnectionSecrets(tx, id, { sealed: sealSecret(deps, id, secret), sealedNext: null })
}

async function tell(tx: Db, connection: Connection, { name, actor }: Rotation): Promise<void> {
  await addEvent(tx, {
    projectId: connection.projectId,
    type: 'connection.rotated',
    subject: connection.id,
    payload: { ...nameOf(connection), credential: name, actor },
  })
}

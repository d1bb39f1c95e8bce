import type { Connector, RemoteCredentials, SiteContext } from '../connectors/connector.ts'
import { HubError } from '../errors/hub-error.ts'
import { readConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, lockConnection } from '../store/connections.ts'
import { type CallOptions, type ConnectionsDeps, callContext } from './deps.ts'
import { type Rotation, retireMilliseconds, rotationOf } from './rotation.ts'
import { moveRotation } from './rotation-steps.ts'
import { openSecret } from './sealed-secret.ts'

/** **made** → **retiring**: the new credential is tried, and takes the old one's place. Throws when the site does not let it in. */
export async function proveAndSwap(
  deps: ConnectionsDeps,
  connector: Connector,
  id: string,
  options: CallOptions = {},
): Promise<{ readonly connection: Connection; readonly retireAt: Date }> {
  const { connection, rotation } = await readRotation(deps, id)
  const { sealedNext } = await readConnectionSecrets(deps.store.db, id)
  const secret = openSecret(deps, connector, id, sealedNext, 'sealed_next')
  const seen = await connector.check?.({ ...callContext(deps, options), site: connection.site, secret })
  if (seen?.ok !== true) {
    const why = seen?.signature ?? 'it cannot be asked'
    throw new HubError('remote_refused', `The site made a new credential and does not let it in: ${why}`)
  }
  const retireAt = new Date(Date.now() + retireMilliseconds)
  const to: Rotation = { ...rotation, step: 'retiring', retireAt }
  return { connection: await moveRotation(deps, id, rotation, to, 'swap'), retireAt }
}

/**
 * **planned** or **made** → **none**: what was made is deleted at the site. Nothing to do in other states.
 * @param final false while the site may still be making one: then the plan stays, for another look
 */
export async function undoRotation(
  deps: ConnectionsDeps,
  connector: Connector,
  id: string,
  final = true,
): Promise<void> {
  const { rotation, context, credentials } = await prepare(deps, connector, id)
  if (rotation === null || rotation.step === 'retiring') return
  const found = await credentials.find(context, rotation)
  for (const one of new Set(rotation.made === null ? found : [...found, rotation.made])) {
    await credentials.remove(context, one)
  }
  if (final || rotation.step === 'made') await moveRotation(deps, id, rotation, null, 'drop next')
}

/** **retiring** → **none**: the old credential is deleted at the site. */
export async function retireOld(deps: ConnectionsDeps, connector: Connector, id: string): Promise<void> {
  const { rotation, context, credentials } = await prepare(deps, connector, id)
  if (rotation?.step !== 'retiring') return
  await credentials.remove(context, rotation.old)
  await moveRotation(deps, id, rotation, null, 'keep')
}

interface Prepared {
  readonly rotation: Rotation | null
  /** With the credential in use. */
  readonly context: SiteContext<unknown>
  readonly credentials: RemoteCredentials<unknown>
}

async function prepare(deps: ConnectionsDeps, connector: Connector, id: string): Promise<Prepared> {
  const { credentials } = connector
  if (credentials === undefined) throw new HubError('internal', `${connector.title} has no credentials to replace`)
  const { connection, rotation } = await readRow(deps, id)
  const { sealed } = await readConnectionSecrets(deps.store.db, id)
  const secret = openSecret(deps, connector, id, sealed)
  return { rotation, credentials, context: { ...callContext(deps), site: connection.site, secret } }
}

async function readRotation(
  deps: ConnectionsDeps,
  id: string,
): Promise<{ readonly connection: Connection; readonly rotation: Rotation }> {
  const { connection, rotation } = await readRow(deps, id)
  if (rotation?.step !== 'made') throw new HubError('conflict', 'Somebody else went on with the rotation')
  return { connection, rotation }
}

async function readRow(
  deps: ConnectionsDeps,
  id: string,
): Promise<{ readonly connection: Connection; readonly rotation: Rotation | null }> {
  const connection = await deps.store.transaction((tx) => lockConnection(tx, id))
  return { connection, rotation: rotationOf(connection) }
}

import type { Connector } from '../connectors/connector.ts'
import { HubError } from '../errors/hub-error.ts'
import { readConnectionSecrets, writeConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, getConnection, lockConnection, updateConnection } from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import type { ConnectionRef, ConnectionsDeps } from './deps.ts'
import { nameOf } from './health-event.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'

/**
 * Changes what is sealed for a connection, where we alone decide about it, such as what signs its deliveries; with what is
 * shown of its site. Told as `connection.rotated`. Throws `not_found`, `bad_input` for another kind, `needs_login`.
 */
export async function changeSecret<Secret>(
  deps: ConnectionsDeps,
  connector: Connector<Secret>,
  ref: ConnectionRef,
  decide: (
    secret: Secret,
    site: Connection['site'],
  ) => { readonly secret: Secret; readonly site: Record<string, unknown> },
  { credential, actor }: { readonly credential: string; readonly actor: string },
): Promise<Connection> {
  return deps.store.transaction(async (tx) => {
    const { kind, name } = await getConnection(tx, ref.projectId, ref.id)
    if (kind !== connector.kind) throw new HubError('bad_input', `"${name}" is no ${connector.title} connection`)
    const connection = await lockConnection(tx, ref.id)
    const { sealed } = await readConnectionSecrets(tx, ref.id)
    const { secret, site } = decide(openSecret(deps, connector, ref.id, sealed), connection.site)
    await writeConnectionSecrets(tx, ref.id, { sealed: sealSecret(deps, ref.id, secret) })
    const changed = await updateConnection(tx, ref.id, { site })
    const payload = { ...nameOf(changed), credential, actor }
    await addEvent(tx, { projectId: changed.projectId, type: 'connection.rotated', subject: ref.id, payload })
    return changed
  })
}

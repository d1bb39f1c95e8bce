import type { CredentialFacts } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { getConnection } from '../store/connections.ts'
import { createAccess } from './access.ts'
import { type CallOptions, type ConnectionRef, type ConnectionsDeps, callContext } from './deps.ts'

/** What the site says of a connection's credential: one request. `null` where it says nothing. Throws what the site says. */
export async function readCredentialFacts(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  options: CallOptions = {},
): Promise<CredentialFacts | null> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  const connector = connectorOf(connection.kind)
  if (connector.credentials === undefined) return null
  const secret = await createAccess(deps, connector, ref.id)()
  return connector.credentials.describe({ ...callContext(deps, options), site: connection.site, secret })
}

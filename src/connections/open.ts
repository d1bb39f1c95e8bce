import type { Connector } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { createAccess } from './access.ts'
import { type CallOptions, type ConnectionRef, type ConnectionsDeps, callContext } from './deps.ts'

/** A connection with a client that may be used as long as one likes: it follows rotations and renewals. */
export interface Opened<Client = unknown> {
  readonly connection: Connection
  readonly connector: Connector<unknown, Client>
  /** What the connector's actions take. */
  readonly client: Client
}

/** Opens a connection for use. Throws `not_found`, `connection_paused`, `needs_login`. Asks the site nothing yet. */
export async function openConnection(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  options: CallOptions = {},
): Promise<Opened> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  return openAs(deps, connectorOf(connection.kind), connection, options)
}

/** The same, for callers who know the connector and want its own client. Throws `bad_input` for another kind. */
export async function openConnectionOf<Client>(
  deps: ConnectionsDeps,
  connector: Connector<unknown, Client>,
  ref: ConnectionRef,
  options: CallOptions = {},
): Promise<Opened<Client>> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  if (connection.kind === connector.kind) return openAs(deps, connector, connection, options)
  throw new HubError('bad_input', `"${connection.name}" is no ${connector.title} connection`)
}

function openAs<Client>(
  deps: ConnectionsDeps,
  connector: Connector<unknown, Client>,
  connection: Connection,
  options: CallOptions,
): Opened<Client> {
  const { id, name, state, site } = connection
  if (state === 'paused') throw new HubError('connection_paused', `The connection "${name}" is paused`)
  if (state === 'needs-login') throw new HubError('needs_login', `Somebody has to log in to "${name}" again`)
  const client = connector.open({ ...callContext(deps, options), site }, createAccess(deps, connector, id))
  return { connection, connector, client }
}

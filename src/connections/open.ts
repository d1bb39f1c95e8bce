import type { Connector, Kept } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { getConnectionCache } from '../store/connection-caches.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { createAccess } from './access.ts'
import { type CallOptions, type ConnectionRef, type ConnectionsDeps, callContext } from './deps.ts'
import { learnConnection } from './learn.ts'

/** A connection whose site may be used as long as one likes: its client follows rotations and renewals. */
export interface OpenSite<Site = unknown> {
  readonly connection: Connection
  readonly connector: Connector<unknown, unknown, Site>
  /** What the connector's actions, look-ups and triggers take. */
  readonly site: Site
}

/**
 * Opens a connection for use. Asks the site only where what it needs of it was never asked for. Throws `not_found`,
 * `connection_paused`, `needs_login`, and what the site says.
 */
export async function openSite(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  options: CallOptions = {},
): Promise<OpenSite> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  return openAs(deps, connectorOf(connection.kind), connection, options)
}

/** The same, for callers who know the connector and want its own site. Throws `bad_input` for another kind. */
export async function openSiteOf<Site>(
  deps: ConnectionsDeps,
  connector: Connector<unknown, unknown, Site>,
  ref: ConnectionRef,
  options: CallOptions = {},
): Promise<OpenSite<Site>> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  if (connection.kind === connector.kind) return openAs(deps, connector, connection, options)
  throw new HubError('bad_input', `"${connection.name}" is no ${connector.title} connection`)
}

async function openAs<Site>(
  deps: ConnectionsDeps,
  connector: Connector<unknown, unknown, Site>,
  connection: Connection,
  options: CallOptions,
): Promise<OpenSite<Site>> {
  const { id, name, state } = connection
  if (state === 'paused') throw new HubError('connection_paused', `The connection "${name}" is paused`)
  if (state === 'needs-login') throw new HubError('needs_login', `Somebody has to log in to "${name}" again`)
  const kept = await provideCaches(deps, connector, connection, options)
  const client = connector.open({ ...callContext(deps, options), site: kept.site }, createAccess(deps, connector, id))
  return { connection, connector, site: connector.prepare(client, kept) }
}

/** What is kept of a connection's site; what was never asked for is asked now. Throws what the site says. */
export async function provideCaches<Site>(
  deps: ConnectionsDeps,
  connector: Connector<unknown, unknown, Site>,
  connection: Connection,
  options: CallOptions = {},
): Promise<Kept> {
  const caches = await readCaches(deps, connector, connection)
  if (caches !== null) return { site: connection.site, caches }
  const { site } = await learnConnection(deps, connection, new Date(), options)
  return { site, caches: (await readCaches(deps, connector, connection)) ?? {} }
}

/** All that the connector needs, or `null` where something of it was never asked for. */
async function readCaches(
  { store }: ConnectionsDeps,
  { caches }: Connector,
  { id }: Connection,
): Promise<Record<string, unknown> | null> {
  const read = await Promise.all(
    caches.map(async (name) => [name, await getConnectionCache(store.db, id, name)] as const),
  )
  const found = read.flatMap(([name, cache]) => (cache === null ? [] : [[name, cache.body] as const]))
  return found.length === caches.length ? Object.fromEntries(found) : null
}

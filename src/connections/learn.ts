import { connectorOf } from '../connectors/registry.ts'
import { putConnectionCache } from '../store/connection-caches.ts'
import { type Connection, lockConnection, updateConnection } from '../store/connections.ts'
import { createAccess } from './access.ts'
import { type CallOptions, type ConnectionsDeps, callContext } from './deps.ts'

/** What is known of a site is asked for anew after so long. */
const freshMilliseconds = 24 * 3_600_000

/** Whether a site's index, types, taxonomies, roles and limits were never asked for, or a day ago. */
export function isStale({ site }: Connection, now: Date): boolean {
  const { learnedAt } = site
  return typeof learnedAt !== 'string' || now.getTime() - Date.parse(learnedAt) > freshMilliseconds
}

/**
 * Asks the site for all that is cached of it, and keeps it. Throws what the site says; then all stays as it was.
 * Besides the checks' requests: five to seven, once a day.
 */
export async function learnConnection(
  deps: ConnectionsDeps,
  connection: Connection,
  now: Date,
  options: CallOptions = {},
): Promise<Connection> {
  const connector = connectorOf(connection.kind)
  const secret = await createAccess(deps, connector, connection.id)()
  const context = { ...callContext(deps, options), site: connection.site, secret }
  const { site, account, caches } = await connector.learn(context)
  return deps.store.transaction(async (tx) => {
    await lockConnection(tx, connection.id)
    for (const [name, body] of Object.entries(caches)) await putConnectionCache(tx, connection.id, name, body)
    return updateConnection(tx, connection.id, { account, site: { ...site, learnedAt: now.toISOString() } })
  })
}

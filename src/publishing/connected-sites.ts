import type { ConnectionsDeps } from '../connections/deps.ts'
import { learnConnection } from '../connections/learn.ts'
import { openConnectionOf } from '../connections/open.ts'
import { readFacts, type SiteCaches, type SiteFacts } from '../connectors/wordpress/facts.ts'
import { readSite } from '../connectors/wordpress/site.ts'
import { wordpress } from '../connectors/wordpress.ts'
import { getConnectionCache } from '../store/connection-caches.ts'
import type { Connection } from '../store/connections.ts'
import { need } from '../store/constraint.ts'
import type { Db } from '../store/open-store.ts'
import { putPublishSettings, readPublishSettings } from '../store/publish-settings.ts'
import type { SiteAccess } from './site-access.ts'

/** Sites by the hub's connections, with what those keep of them. */
export function connectedSites(deps: ConnectionsDeps): SiteAccess {
  const { db } = deps.store
  return {
    async open(connectionId, signal) {
      const row = await db
        .selectFrom('connections')
        .select('projectId')
        .where('id', '=', connectionId)
        .executeTakeFirst()
      const { projectId } = need(row, `There is no connection ${connectionId}`)
      const { connection, client } = await openConnectionOf(
        deps,
        wordpress,
        { projectId, id: connectionId },
        { signal },
      )
      const settings = (await readPublishSettings(db, [connectionId])).get(connectionId)
      const open = { client, facts: await learnFacts(deps, connection) }
      return {
        connectionId,
        projectId,
        siteKey: connection.siteKey,
        open,
        refusesBlocks: settings?.refusesBlocks ?? false,
      }
    },
    rememberRefusesBlocks: (connectionId) => putPublishSettings(db, connectionId, { refusesBlocks: true }),
  }
}

/** What publishing must know of a connection's site: what is kept of it, asked for where it never was. */
export async function learnFacts(deps: ConnectionsDeps, connection: Connection): Promise<SiteFacts> {
  const { db } = deps.store
  const kept = await readCaches(db, connection)
  if (kept !== null) return factsOf(connection, kept)
  const learned = await learnConnection(deps, connection, new Date())
  return factsOf(learned, (await readCaches(db, learned)) ?? { index: null, types: null, taxonomies: null })
}

async function readCaches(db: Db, { id }: Connection): Promise<SiteCaches | null> {
  const names = ['index', 'types', 'taxonomies'] as const
  const [index, types, taxonomies] = await Promise.all(names.map((name) => getConnectionCache(db, id, name)))
  return index && types && taxonomies ? { index: index.body, types: types.body, taxonomies: taxonomies.body } : null
}

function factsOf({ site }: Connection, caches: SiteCaches): SiteFacts {
  const { user, version } = readSite(site)
  return readFacts(caches, { id: user.id, can: user.can }, version)
}

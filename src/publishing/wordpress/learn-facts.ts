import type { ConnectionsDeps } from '../../connections/deps.ts'
import { provideCaches } from '../../connections/open.ts'
import { factsOf, type SiteFacts } from '../../connectors/wordpress/facts.ts'
import { wordpress } from '../../connectors/wordpress.ts'
import type { Connection } from '../../store/connections.ts'

/** What publishing must know of a connection's site: what is kept of it, asked for where it never was. */
export async function learnFacts(deps: ConnectionsDeps, connection: Connection): Promise<SiteFacts> {
  return factsOf(await provideCaches(deps, wordpress, connection))
}

import { factsOf, type OpenWebflow } from '../../src/connectors/webflow/open-site.ts'
import { siteFacts } from '../../src/connectors/webflow/site.ts'
import type { HttpSession } from '../../src/http/client.ts'
import { createWebflowClient, type WebflowClient, type WebflowOptions } from '../../src/webflow/client.ts'
import { getCollection, listCollections } from '../../src/webflow/collections.ts'
import { listSites } from '../../src/webflow/sites.ts'
import { client as http } from '../http/servers.ts'
import { startWebflow, type WebflowServer } from './server.ts'

/** A Webflow of its own, and a client with its token. */
export async function openWebflow(
  options: WebflowOptions = {},
): Promise<{ server: WebflowServer; client: WebflowClient; session: HttpSession }> {
  const server = await startWebflow()
  const session = http().session()
  const token = async () => server.settings.token
  return { server, session, client: createWebflowClient(session, token, { base: server.base, ...options }) }
}

/** The same with its only site open, as its actions get it. */
export async function openWebflowSite(): Promise<{ server: WebflowServer; site: OpenWebflow }> {
  const { server, client } = await openWebflow()
  const [site] = await listSites(client)
  if (site === undefined) throw new Error('no site')
  const collections = []
  for (const { id } of await listCollections(client, site.id)) collections.push(await getCollection(client, id))
  const facts = factsOf({ site: siteFacts(site, { token: 'x', application: null }), caches: { collections } })
  return { server, site: { client, facts } }
}

import { type Collection, getCollection, listCollections } from '../../webflow/collections.ts'
import { getSite } from '../../webflow/sites.ts'
import type { Learned, SiteContext } from '../connector.ts'
import { mostCollections } from './open-site.ts'
import type { WebflowSecret } from './secret.ts'
import { openClient, readSite, siteFacts } from './site.ts'

/** The site, and its collections with their fields: two requests and one for each collection, one after the other. */
export async function learnSite(context: SiteContext<WebflowSecret>): Promise<Learned> {
  const kept = readSite(context.site)
  const { token } = context.secret
  const { client } = openClient(context, token, kept.fingerprint)
  const site = await getSite(client, kept.id)
  const collections: Collection[] = []
  for (const { id } of (await listCollections(client, kept.id)).slice(0, mostCollections))
    collections.push(await getCollection(client, id))
  return {
    site: siteFacts(site, { token, application: kept.application }),
    account: null,
    caches: { collections },
  }
}

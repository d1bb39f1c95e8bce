import type { WebflowClient } from '../webflow/client.ts'
import type { Connector } from './connector.ts'
import { itemActions } from './webflow/actions/items.ts'
import { siteActions } from './webflow/actions/sites.ts'
import { checkSite, diagnoseSite } from './webflow/check.ts'
import { learnSite } from './webflow/learn.ts'
import { webflowLookups } from './webflow/lookups.ts'
import { oauth, token } from './webflow/methods.ts'
import { factsOf, type OpenWebflow } from './webflow/open-site.ts'
import { type WebflowSecret, webflowSecret } from './webflow/secret.ts'
import { openClient, readSite } from './webflow/site.ts'
import { webflowTriggers } from './webflow/triggers.ts'

/** Webflow sites by the Data API v2. */
export const webflow: Connector<WebflowSecret, WebflowClient, OpenWebflow> = {
  kind: 'webflow',
  title: 'Webflow',
  connections: { token, oauth },
  secret: webflowSecret,
  open: (context, access) =>
    openClient(context, async () => (await access()).token, readSite(context.site).fingerprint).client,
  check: checkSite,
  diagnose: diagnoseSite,
  learn: learnSite,
  caches: ['collections'],
  prepare: (client, kept) => ({ client, facts: factsOf(kept) }),
  actions: { ...siteActions, ...itemActions },
  lookups: webflowLookups,
  triggers: webflowTriggers,
}

import { HubError } from '../../errors/hub-error.ts'
import { printable } from '../../http/printable.ts'
import { listCollections } from '../../webflow/collections.ts'
import { listSites, type Site } from '../../webflow/sites.ts'
import { introspectToken, missingScopes, type TokenInfo } from '../../webflow/token.ts'
import type { CallContext, Found, Probed } from '../connector.ts'
import { chooseSite } from './choose-site.ts'
import { explainRefusal, lackOf } from './explain.ts'
import { report, type WebflowFinding } from './report.ts'
import type { WebflowSecret } from './secret.ts'
import { addressOf, fingerprintOf, openClient, siteFacts } from './site.ts'

/**
 * Tries a token: the sites it reaches, what it may do by its own word, and the site's collections. Three requests. What
 * Webflow does is a value.
 */
export async function probeToken(
  context: CallContext,
  token: string,
  wanted: string | undefined,
): Promise<Probed<WebflowSecret>> {
  const { session, client } = openClient(context, token, fingerprintOf(token))
  session.redactor.add(token)
  const refused = (why: WebflowFinding): Probed<WebflowSecret> => ({
    diagnosis: report(why, session),
    found: null,
  })
  try {
    const chosen = chooseSite(await listSites(client), wanted)
    if ('verdict' in chosen) return refused(chosen)
    const info = await introspectToken(client)
    const lacks = info === null ? [] : missingScopes(info)
    if (lacks.length > 0) return refused(lackOf(lacks))
    await listCollections(client, chosen.id)
    const diagnosis = report(describeSite(chosen, info), session)
    return { diagnosis, found: foundSite(chosen, token, info) }
  } catch (error) {
    if (error instanceof HubError && error.code !== 'cancelled') return refused(explainRefusal(error))
    throw error
  }
}

/** A site that works, and what should be known of it. */
export function describeSite(site: Site, info: TokenInfo | null): WebflowFinding {
  const notes: { code: string; message: string }[] = []
  if (info === null)
    notes.push({
      code: 'scopes_unknown',
      message: 'Webflow does not tell what this token may do: whether it may write shows when it does.',
    })
  if (site.lastPublished === null)
    notes.push({
      code: 'never_published',
      message: 'The site was never published: until it is, items can be drafts only. Publish it once in Webflow.',
    })
  return {
    verdict: 'connected',
    code: null,
    title: `Connected to ${site.name}`,
    notes,
  }
}

function foundSite(site: Site, token: string, info: TokenInfo | null): Found<WebflowSecret> {
  return {
    url: addressOf(site),
    siteKey: siteKeyOf(site.id),
    name: printable(site.name, 100),
    // A token is nobody's account: a site is one connection, by whichever token.
    account: null,
    site: siteFacts(site, { token, application: info?.application ?? null }),
    secret: { token },
    expiresAt: null,
    caches: {},
  }
}

/** Addresses of a site change, its id does not. */
function siteKeyOf(id: string): string {
  return `webflow:${id}`
}

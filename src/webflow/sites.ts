import { HubError } from '../errors/hub-error.ts'
import { segment, type WebflowClient, type WriteOptions } from './client.ts'
import { fieldsOf, listOf, stringOf } from './json.ts'
import type { WebflowEvidence } from './refusal.ts'

export interface Site {
  readonly id: string
  readonly name: string
  /** The name below webflow.io. */
  readonly shortName: string
  readonly timeZone: string | null
  /** ISO 8601; `null` for a site that was never published, which takes no live items. */
  readonly lastPublished: string | null
  readonly domains: readonly { readonly id: string; readonly url: string }[]
  readonly primaryLocale: string | null
}

export interface PublishTargets {
  /** Ids of custom domains. Default: all of the site. */
  readonly domains?: readonly string[] | undefined
  /** Also below webflow.io. Default: only where there is no custom domain. */
  readonly subdomain?: boolean | undefined
}

/** Where a site was published to. */
export interface PublishedTo {
  readonly domains: readonly string[]
  readonly subdomain: boolean
}

/** By the API's description: one successful publication of a site a minute. In ms. */
const publishEveryMs = 60_000

/** The sites that the token reaches. */
export async function listSites(client: WebflowClient): Promise<Site[]> {
  return listOf(fieldsOf(await client.get('sites')).sites).map(readSite)
}

export async function getSite(client: WebflowClient, siteId: string): Promise<Site> {
  return readSite(await client.get(`sites/${segment(siteId)}`))
}

/**
 * Publishes the whole site. Asks first when it was last published, whoever did it, and throws `too_many_requests` with the
 * time to wait instead of sending what would be refused: a 429 makes all calls to Webflow wait.
 */
export async function publishSite(
  client: WebflowClient,
  siteId: string,
  targets: PublishTargets = {},
  options: WriteOptions = {},
): Promise<PublishedTo> {
  const site = await getSite(client, siteId)
  const since = Date.now() - Date.parse(site.lastPublished ?? '')
  if (since >= 0 && since < publishEveryMs) {
    const evidence: WebflowEvidence = { status: 429, message: null, problems: [], retryAfterMs: publishEveryMs - since }
    throw new HubError('too_many_requests', `${site.name} was published ${Math.round(since / 1000)} s ago`, {
      fix: 'A site can be published once a minute. Wait a minute.',
      evidence,
    })
  }
  const to = publishedTo(site, targets)
  const body = { customDomains: to.domains, publishToWebflowSubdomain: to.subdomain }
  await client.post(`sites/${segment(siteId)}/publish`, body, {}, { ...options, waitForLimit: false })
  return to
}

export function publishedTo(site: Site, targets: PublishTargets): PublishedTo {
  const domains = targets.domains ?? site.domains.map(({ id }) => id)
  return { domains, subdomain: targets.subdomain ?? domains.length === 0 }
}

/** When the site was published last, in Unix ms by Webflow's clock; 0 where it never was. */
export function publishedAt({ lastPublished }: Site): number {
  return Date.parse(lastPublished ?? '') || 0
}

function readSite(value: unknown): Site {
  const site = fieldsOf(value)
  const id = stringOf(site.id, 100)
  if (id === null) throw new HubError('unexpected_answer', 'Webflow told of a site without an id')
  return {
    id,
    name: stringOf(site.displayName, 300) ?? id,
    shortName: stringOf(site.shortName, 300) ?? '',
    timeZone: stringOf(site.timeZone, 100),
    lastPublished: stringOf(site.lastPublished, 100),
    domains: listOf(site.customDomains).flatMap((entry) => {
      const { id: domainId, url } = fieldsOf(entry)
      return typeof domainId === 'string' ? [{ id: domainId, url: stringOf(url, 300) ?? '' }] : []
    }),
    primaryLocale: stringOf(fieldsOf(fieldsOf(site.locales).primary).cmsLocaleId, 100),
  }
}

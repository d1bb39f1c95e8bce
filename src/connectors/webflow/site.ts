import { createHash } from 'node:crypto'
import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import type { HttpSession } from '../../http/client.ts'
import { createWebflowClient, type WebflowClient } from '../../webflow/client.ts'
import type { Site } from '../../webflow/sites.ts'
import type { CallContext } from '../connector.ts'

/** What is kept of a Webflow site beside its caches. */
const webflowSite = z.object({
  id: z.string(),
  title: z.string(),
  /** The name below webflow.io. */
  shortName: z.string(),
  timezone: z.string().nullable(),
  /** ISO 8601; `null` for a site that was never published, which takes no live items. */
  lastPublished: z.string().nullable(),
  domains: z.array(z.object({ id: z.string(), url: z.string() })).readonly(),
  /** The app that was approved; `null` for a site token. */
  application: z.string().nullable(),
  /** Which token it is, without saying it: connections with the same one share Webflow's limit of requests. */
  fingerprint: z.string(),
})

export type WebflowSite = z.infer<typeof webflowSite>

/** Throws `internal` for what this connector did not write. */
export function readSite(site: Readonly<Record<string, unknown>>): WebflowSite {
  const { data, error } = webflowSite.safeParse(site)
  if (data === undefined) throw new HubError('internal', 'What is kept of the site is not readable', { cause: error })
  return data
}

export function siteFacts(
  site: Site,
  { token, application }: { readonly token: string; readonly application: string | null },
): WebflowSite {
  const { id, name, shortName, timeZone, lastPublished, domains } = site
  return {
    ...{ id, title: name, shortName, lastPublished, application },
    timezone: timeZone,
    domains: domains.slice(0, 20),
    fingerprint: fingerprintOf(token),
  }
}

/** The site's address: its first own domain, else the one below webflow.io. */
export function addressOf({ domains, shortName }: Pick<Site, 'domains' | 'shortName'>): string {
  const named = URL.parse(`https://${(domains[0]?.url ?? '').replace(/^https?:\/\//, '')}`)
  return named !== null && named.hostname !== '' ? named.origin : `https://${encodeURIComponent(shortName)}.webflow.io`
}

/** Sixteen digits of a hash: tokens are long and random, so that nobody finds one by it. */
export function fingerprintOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16)
}

/** A session and a client for a token. A 429 makes all that use the same token wait, and nobody else. */
export function openClient(
  context: CallContext,
  token: string | (() => Promise<string>),
  fingerprint: string,
): { readonly session: HttpSession; readonly client: WebflowClient } {
  const session = context.http.session({
    pauseKey: `webflow ${fingerprint}`,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    ...(context.onAttempt === undefined ? {} : { onAttempt: context.onAttempt }),
  })
  const api = context.settings?.webflow.api ?? null
  return { session, client: createWebflowClient(session, token, api === null ? {} : { base: api }) }
}

import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { createAudience } from '../../http/audience.ts'
import type { HttpSession } from '../../http/client.ts'
import { type ApiRoot, createApiRoot } from '../../wordpress/api-root.ts'
import type { CallContext } from '../connector.ts'

/** What is kept of a WordPress site beside its caches: what is shown, and what opening it again needs. */
const wordpressSite = z.object({
  title: z.string(),
  /** The address that led there: credentials may go to its host. */
  address: z.string(),
  /** Further hosts that the user allowed. */
  allowRoots: z.array(z.string()),
  home: z.string(),
  /** The core's address (`siteurl`). */
  core: z.string(),
  root: z.string(),
  version: z.string().nullable(),
  php: z.string().nullable().optional(),
  timezone: z.string(),
  icon: z.string().nullable(),
  user: z.object({
    id: z.number().nullable(),
    name: z.string(),
    roles: z.array(z.string()).readonly(),
    can: z.record(z.string(), z.boolean()),
  }),
})

export type WordPressSite = z.infer<typeof wordpressSite>

/** Throws `internal` for what this connector did not write. */
export function readSite(site: Readonly<Record<string, unknown>>): WordPressSite {
  const { data, error } = wordpressSite.safeParse(site)
  if (data === undefined) throw new HubError('internal', 'What is kept of the site is not readable', { cause: error })
  return data
}

/** A session that may send the site's credential, and the site's API root. */
export function openSession(context: CallContext & { readonly site: Readonly<Record<string, unknown>> }): {
  readonly session: HttpSession
  readonly root: ApiRoot
  readonly site: WordPressSite
} {
  const site = readSite(context.site)
  const session = context.http.session({
    audience: createAudience(new URL(site.address), site.allowRoots),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    ...(context.onAttempt === undefined ? {} : { onAttempt: context.onAttempt }),
  })
  return { session, root: createApiRoot(new URL(site.root)), site }
}

/**
 * Equal for two addresses of one site: host without `www.` and path, of the home page that the site itself names where it
 * is on the host that answered, else of where it answered. Scheme and capitals do not count; another port is another site.
 */
export function siteKeyOf(answered: URL, named: string): string {
  const home = URL.parse(named)
  const bare = (url: URL): string => url.hostname.replace(/^www\./, '')
  const url = home !== null && bare(home) === bare(answered) && home.port === answered.port ? home : answered
  return `${bare(url)}${url.port === '' ? '' : `:${url.port}`}${url.pathname.replace(/\/+$/, '')}`.toLowerCase()
}

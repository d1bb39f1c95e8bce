import { readFacts } from '../../src/connectors/wordpress/facts.ts'
import type { OpenWordPress } from '../../src/connectors/wordpress/open-site.ts'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createAudience } from '../../src/http/audience.ts'
import { createHttp, type Http } from '../../src/http/client.ts'
import { createApiRoot } from '../../src/wordpress/api-root.ts'
import { createWordPressClient } from '../../src/wordpress/client.ts'
import { verify } from '../../src/wordpress/verify.ts'

/** Where a site is, and who logs in. */
export interface Access {
  /** Its address, or that of a proxy in front of it. */
  readonly url: string
  readonly username: string
  readonly applicationPassword: string
  /** How the requests name themselves. */
  readonly userAgent?: string
  /** How many requests there may be at once. */
  readonly perOrigin?: number
}

/** Opens a site as a connection would, without one. */
export async function openSite(
  access: Access,
): Promise<OpenWordPress & { readonly http: Http; readonly requests: () => number }> {
  const http = createHttp({
    guard: createAddressGuard({ typed: ['127.0.0.1'] }),
    ...(access.userAgent === undefined ? {} : { userAgent: access.userAgent }),
    ...(access.perOrigin === undefined ? {} : { perOrigin: access.perOrigin }),
  })
  let requests = 0
  const session = http.session({
    audience: createAudience(new URL(access.url)),
    onAttempt: () => {
      requests += 1
    },
  })
  const root = createApiRoot(new URL(`${access.url}/wp-json/`))
  const credential = {
    kind: 'application-password',
    username: access.username,
    password: access.applicationPassword,
  } as const
  const client = createWordPressClient(session, root, credential)
  const read = async (route: string) => (await client.get(route, route === '/' ? {} : { context: 'edit' })).json?.value
  const caches = {
    index: await read('/'),
    types: await read('/wp/v2/types'),
    taxonomies: await read('/wp/v2/taxonomies'),
  }
  const { user } = await verify(session, root, credential)
  const facts = readFacts(caches, { id: user?.id ?? null, can: { ...user?.can } }, null)
  requests = 0
  return { client, facts, http, requests: () => requests }
}

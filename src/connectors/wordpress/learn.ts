import { HubError } from '../../errors/hub-error.ts'
import { type Answer, plainText } from '../../wordpress/answer.ts'
import { createWordPressClient, type WordPressClient } from '../../wordpress/client.ts'
import { fields, stringOf, stringsOf } from '../../wordpress/json.ts'
import { readSiteIndex } from '../../wordpress/site-index.ts'
import { verify } from '../../wordpress/verify.ts'
import type { Learned, SiteContext } from '../connector.ts'
import { readEnvironment } from './environment.ts'
import { readLimits } from './limits.ts'
import { hideSecret, type WordPressSecret } from './secret.ts'
import { openSession } from './site.ts'

/**
 * The site's index as its user sees it, its types and taxonomies, what the user is and may do, and what the
 * site runs on: five requests to seven.
 */
export async function learnSite(context: SiteContext<WordPressSecret>): Promise<Learned> {
  const { session, root, site } = openSession(context)
  hideSecret(session.redactor, context.secret)
  const client = createWordPressClient(session, root, context.secret)
  const answer = await client.get('/')
  const index = readSiteIndex(answer)
  if (index === null) throw new HubError('unexpected_answer', `${root.url.href} answered without an index`)
  const raw = answer.json?.value
  const types = await readEditable(client, '/wp/v2/types')
  const taxonomies = await readEditable(client, '/wp/v2/taxonomies')
  const { answer: me, user } = await verify(session, root, context.secret)
  const { namespaces } = index
  const administers = user?.can.administer ?? false
  const environment = await readEnvironment(client, session, { home: new URL(site.home), administers, namespaces })
  const roles = { roles: user?.roles ?? [], capabilities: capabilitiesOf(me) }
  return {
    site: {
      ...site,
      title: index.name === '' ? site.title : plainText(index.name),
      timezone: index.timezone,
      version: environment.version ?? site.version,
      php: environment.php ?? site.php ?? null,
      user: user === null ? site.user : { ...user, can: { ...user.can } },
    },
    account: context.secret.username,
    caches: { index: raw, types, taxonomies, roles, limits: readLimits(raw) },
  }
}

/** With what only editors see, or as strangers see it where the user may not. */
async function readEditable(client: WordPressClient, route: string): Promise<unknown> {
  try {
    return (await client.get(route, { context: 'edit' })).json?.value
  } catch (error) {
    if (!(error instanceof HubError) || !error.code.startsWith('rest_')) throw error
    return (await client.get(route)).json?.value
  }
}

/** Names of what WordPress says that the user may do. */
function capabilitiesOf(me: Answer): string[] {
  const has = fields(fields(me.json?.value).capabilities)
  const granted = Object.keys(has).filter((name) => has[name] === true || has[name] === 1 || has[name] === '1')
  return stringsOf(granted, 1000).flatMap((name) => stringOf(name, 100) ?? [])
}

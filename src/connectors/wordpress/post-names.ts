import { HubError } from '../../errors/hub-error.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import type { StoredPost } from '../../wordpress/stored-post.ts'
import type { OpenWordPress } from './open-site.ts'
import { findUser } from './users.ts'

/** What the ids in posts stand for. */
export interface SiteNames {
  /** Names by which a user is found again. Those that this user may not see are missing. */
  readonly authors: ReadonlyMap<number, string>
  readonly media: ReadonlyMap<number, { readonly url: string; readonly alt: string }>
  /** `Parent > Child`; null where posts of the type have none of these terms. */
  pathsOf(taxonomy: string, post: StoredPost): string[] | null
}

interface Term {
  readonly name: string
  readonly parent: number
}

/** Deeper ones are circles. */
const deepest = 20
const atOnce = 50

/** Asks the site for terms, users and media of these posts: one request each for up to 50. */
export async function readNames(site: OpenWordPress, posts: readonly StoredPost[]): Promise<SiteNames> {
  const { facts } = site
  const terms = new Map<string, Map<number, Term>>()
  for (const taxonomy of ['category', 'post_tag']) {
    const known = facts.taxonomies.get(taxonomy)
    if (known === undefined) continue
    const found = new Map<number, Term>()
    let ids = new Set(posts.flatMap((post) => post.terms[known.field] ?? []))
    for (let depth = 0; depth < deepest && ids.size > 0; depth++) {
      for (const value of await askByIds(site, known.route, [...ids], 'id,name,parent', { hide_empty: false })) {
        const { id, name, parent } = value
        if (typeof id !== 'number') continue
        found.set(id, { name: decode(stringOf(name, 400) ?? ''), parent: typeof parent === 'number' ? parent : 0 })
      }
      ids = new Set([...found.values()].map(({ parent }) => parent).filter((id) => id > 0 && !found.has(id)))
    }
    terms.set(taxonomy, found)
  }
  const media = new Map<number, { url: string; alt: string }>()
  const pictures = [...new Set(posts.map(({ featuredMedia }) => featuredMedia).filter((id) => id > 0))]
  for (const { id, source_url, alt_text } of await askByIds(site, '/wp/v2/media', pictures, 'id,source_url,alt_text')) {
    const url = stringOf(source_url, 2000)
    if (typeof id === 'number' && url !== null) media.set(id, { url, alt: stringOf(alt_text, 5000) ?? '' })
  }
  return {
    media,
    authors: await readAuthors(site, posts),
    pathsOf(taxonomy, { type, terms: ids }) {
      const known = facts.taxonomies.get(taxonomy)
      if (known === undefined || facts.types.get(type)?.taxonomies.includes(taxonomy) !== true) return null
      return (ids[known.field] ?? []).flatMap((id) => pathOf(terms.get(taxonomy), id))
    },
  }
}

function pathOf(terms: ReadonlyMap<number, Term> | undefined, id: number): string[] {
  const names: string[] = []
  for (let at = id; at > 0 && names.length < deepest; at = terms?.get(at)?.parent ?? 0) {
    const name = terms?.get(at)?.name ?? ''
    // A name with the sign of a path in it could not be found again.
    if (name === '' || name.includes('>')) return []
    names.unshift(name)
  }
  return [names.join(' > ').slice(0, 200)]
}

async function readAuthors(site: OpenWordPress, posts: readonly StoredPost[]): Promise<Map<number, string>> {
  const authors = new Map<number, string>()
  const ids = [...new Set(posts.map(({ author }) => author).filter((id) => id > 0))].slice(0, atOnce)
  for (const user of await askByIds(site, '/wp/v2/users', ids, 'id,slug,name')) {
    const slug = stringOf(user.slug, 320)
    // Only a name that leads back to this very user is worth writing down.
    if (typeof user.id === 'number' && slug !== null && (await findUser(site, slug)) === user.id)
      authors.set(user.id, slug)
  }
  return authors
}

async function askByIds(
  site: OpenWordPress,
  route: string,
  ids: readonly number[],
  _fields: string,
  more: Readonly<Record<string, boolean>> = {},
): Promise<Readonly<Record<string, unknown>>[]> {
  const found: Readonly<Record<string, unknown>>[] = []
  for (let at = 0; at < ids.length; at += atOnce) {
    const include = ids.slice(at, at + atOnce).join(',')
    try {
      const answer = await site.client.get(route, { include, per_page: 100, _fields, ...more })
      const list = answer.json?.value
      if (Array.isArray(list)) found.push(...list.slice(0, 100).map(fields))
    } catch (error) {
      // Plugins close the list of users; what is not seen is told as not visible.
      if (!(error instanceof HubError) || error.code === 'cancelled' || route !== '/wp/v2/users') throw error
    }
  }
  return found
}

/** WordPress writes `&amp;` into the names of terms. */
function decode(name: string): string {
  return name.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim()
}

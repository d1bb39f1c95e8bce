import { HubError } from '../../errors/hub-error.ts'
import type { Query } from '../../wordpress/client.ts'
import { readStoredPost, type StoredPost, storedFields } from '../../wordpress/stored-post.ts'
import { type OpenWordPress, typeOf } from './open-site.ts'
import { unseenId } from './unseen-id.ts'

/** Which posts of a type are meant: some of the newest, or those with these ids or addresses. */
export interface PostQuery {
  readonly type: string
  readonly ids?: readonly number[] | undefined
  /** Of the posts themselves: their last part is the slug, or `?p=12` the id. */
  readonly urls?: readonly string[] | undefined
  readonly search?: string | undefined
  readonly limit: number
  /** Leaves out so many of the newest. */
  readonly offset?: number | undefined
}

const statuses = 'publish,future,draft,pending,private'
const atOnce = 20

/** Posts as they are stored, those made last first (posts of one date have no order that portions could rely on), those in the trash left out. Throws `bad_input` for what no address of a post can be. */
export async function queryPosts(site: OpenWordPress, query: PostQuery): Promise<StoredPost[]> {
  const { type, ids = [], urls = [], search, limit, offset = 0 } = query
  const named = urls.map(readAddress)
  const wanted = [...ids, ...named.flatMap(({ id }) => id ?? [])]
  const slugs = named.flatMap(({ slug }) => slug ?? [])
  const found = new Map<number, StoredPost>()
  const take = async (part: Query): Promise<void> => {
    for (const post of await ask(site, type, part)) if (found.size < limit) found.set(post.id, post)
  }
  for (let at = 0; at < wanted.length; at += atOnce) await take({ include: wanted.slice(at, at + atOnce).join(',') })
  for (let at = 0; at < slugs.length; at += atOnce) await take({ slug: slugs.slice(at, at + atOnce).join(',') })
  if (ids.length + urls.length > 0) return [...found.values()]
  for (let at = 0; at < limit; at += atOnce) {
    const before = found.size
    await take({
      offset: offset + at,
      per_page: Math.min(atOnce, limit - at),
      ...(search === undefined ? {} : { search }),
    })
    if (found.size === before) break
  }
  return [...found.values()]
}

async function ask(site: OpenWordPress, name: string, part: Query): Promise<StoredPost[]> {
  const type = typeOf(site, name)
  const query = { per_page: atOnce, status: statuses, orderby: 'id', order: 'desc', exclude: unseenId() }
  const answer = await site.client.get(type.route, { ...query, ...part, ...storedFields(type, type.extra) })
  const list = answer.json?.value
  if (!Array.isArray(list)) throw new HubError('unexpected_answer', `${type.route} answered without a list`)
  return list.slice(0, 100).map((value) => readStoredPost(value, type))
}

function readAddress(address: string): { readonly id?: number; readonly slug?: string } {
  const url = URL.parse(address)
  if (url === null) throw new HubError('bad_input', `${address.slice(0, 200)} is not the address of a post`)
  const id = url.searchParams.get('p') ?? url.searchParams.get('page_id') ?? url.searchParams.get('post')
  if (id !== null && /^\d{1,15}$/.test(id)) return { id: Number(id) }
  const slug = url.pathname.split('/').findLast((part) => part !== '')
  if (slug === undefined) throw new HubError('bad_input', `${address.slice(0, 200)} is not the address of a post`)
  return { slug: slug.replace(/\.html?$/, '') }
}

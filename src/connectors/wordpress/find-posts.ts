import { HubError } from '../../errors/hub-error.ts'
import { headerOf } from '../../wordpress/answer.ts'
import type { Query } from '../../wordpress/client.ts'
import { type PostType, readStoredPost, type StoredPost, storedFields } from '../../wordpress/stored-post.ts'
import { type OpenWordPress, typeOf } from './open-site.ts'
import { unseenId } from './unseen-id.ts'

interface FindRequest {
  readonly keys: readonly string[]
  readonly type: string
  /** Ids up to this one were there before; `null` where none is known. */
  readonly since: number | null
}

/** Every state in which a post of ours may be found; `any` would leave the trash out. */
export const everyStatus = 'publish,future,draft,pending,private,trash'
const mostPages = 40
/** Where no id is known from before, so many of the newest posts are looked through before the site is asked to search. */
const pagesWithoutId = 2
const markPattern = /"pressroom":"([a-z0-9]{8,64})"(?:,"pressroomVersion":"([0-9a-f]{1,64})")?/g

/**
 * Posts that carry one of these marks, each mark's oldest first: the newest posts down to the id that was known before, the
 * trash included. What that does not reach (too many new posts, no known id) is searched for. A copy that somebody made of
 * a post carries its mark too: the caller knows which ids are its own.
 */
export async function findPosts(
  site: OpenWordPress,
  { keys, type: name, since }: FindRequest,
): Promise<Map<string, StoredPost[]>> {
  const type = typeOf(site, name)
  const wanted = new Set(keys)
  const found = new Map<string, StoredPost[]>()
  const isComplete = await lookThrough(site, type, since, (post) => collect(found, wanted, post))
  if (!isComplete) {
    for (const key of wanted) {
      if (found.has(key)) continue
      for (const post of (await ask(site, type, { search: key, per_page: 20 })).posts) collect(found, wanted, post)
    }
  }
  for (const posts of found.values()) posts.sort((a, b) => a.id - b.id)
  return found
}

/** Posts of any state with exactly these slugs, which an index of WordPress's finds. */
export async function findPostsBySlug(
  site: OpenWordPress,
  name: string,
  slugs: readonly string[],
): Promise<StoredPost[]> {
  const type = typeOf(site, name)
  const posts: StoredPost[] = []
  for (let at = 0; at < slugs.length; at += 20) {
    const part = slugs.slice(at, at + 20)
    posts.push(...(await ask(site, type, { slug: part.join(','), per_page: 100 })).posts)
  }
  return posts
}

/** Of 20 posts each: 100,000 posts. */
const mostMarkedPages = 5_000

/** A mark of ours that a post carries, and the print of the state that was published; null where none stands beside it. */
export interface FoundMark {
  readonly mark: string
  readonly print: string | null
  readonly remoteId: number
}

/**
 * The marks of ours that posts of a type carry, a page of posts at a time, each with the id of the oldest post that has it.
 * One request where there is none.
 */
export async function* searchMarks(site: OpenWordPress, name: string): AsyncGenerator<FoundMark[]> {
  const type = typeOf(site, name)
  const query = { search: 'pressroomVersion', orderby: 'id', order: 'asc', per_page: 20 }
  const seen = new Set<string>()
  for (let page = 0; page < mostMarkedPages; page++) {
    const { posts, total } = await ask(site, type, { ...query, offset: page * 20 })
    const found: FoundMark[] = []
    for (const { id, content } of posts)
      for (const [, mark = '', print = null] of content.matchAll(markPattern)) {
        if (!seen.has(mark)) found.push({ mark, print, remoteId: id })
        seen.add(mark)
      }
    yield found
    if (page * 20 + 20 >= total) return
  }
}

function collect(found: Map<string, StoredPost[]>, wanted: ReadonlySet<string>, post: StoredPost): void {
  for (const [, mark = ''] of post.content.matchAll(markPattern)) {
    if (!wanted.has(mark)) continue
    const posts = found.get(mark) ?? []
    if (!posts.some(({ id }) => id === post.id)) found.set(mark, [...posts, post])
  }
}

/** True when every post above `since` was seen. */
async function lookThrough(
  site: OpenWordPress,
  type: PostType,
  since: number | null,
  see: (post: StoredPost) => void,
): Promise<boolean> {
  const pages = since === null ? pagesWithoutId : mostPages
  let size = 50
  for (let offset = 0, page = 0; page < pages; page++) {
    let answer: Awaited<ReturnType<typeof ask>>
    try {
      answer = await ask(site, type, { orderby: 'id', order: 'desc', per_page: size, offset })
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'too_large' || size === 1) throw error
      size = Math.ceil(size / 4)
      continue
    }
    for (const post of answer.posts) if (since === null || post.id > since) see(post)
    offset += size
    const lowest = Math.min(...answer.posts.map(({ id }) => id))
    if (offset >= answer.total || (since !== null && lowest <= since)) return true
  }
  return false
}

/**
 * One page. Posts that this user may not edit are left out by WordPress, so only `total` tells the end. Where something in front of the
 * site takes that header away, it is not known until a page is empty.
 */
async function ask(
  site: OpenWordPress,
  type: PostType,
  query: Query,
): Promise<{ readonly posts: StoredPost[]; readonly total: number }> {
  const answer = await site.client.get(type.route, {
    ...query,
    status: everyStatus,
    exclude: unseenId(),
    ...storedFields(type),
  })
  const list = answer.json?.value
  if (!Array.isArray(list)) throw new HubError('unexpected_answer', `${type.route} answered without a list`)
  const total = Number.parseInt(headerOf(answer, 'x-wp-total'), 10)
  const unknown = list.length === 0 ? 0 : Number.POSITIVE_INFINITY
  return {
    posts: list.slice(0, 100).map((value) => readStoredPost(value, type)),
    total: Number.isNaN(total) ? unknown : total,
  }
}

import { HubError } from '../../errors/hub-error.ts'
import { readStoredPost, type StoredPost, storedFields } from '../../wordpress/stored-post.ts'
import { everyStatus } from './find-posts.ts'
import { type OpenWordPress, typeOf } from './open-site.ts'
import { unseenId } from './unseen-id.ts'

/** The posts of these ids that are there, in any state, the trash included: one request for up to 50. */
export async function readPosts(
  site: OpenWordPress,
  name: string,
  ids: readonly number[],
): Promise<Map<number, StoredPost>> {
  const type = typeOf(site, name)
  const found = new Map<number, StoredPost>()
  for (let at = 0; at < ids.length; at += 50) {
    const include = ids.slice(at, at + 50).join(',')
    const query = { include, per_page: 100, status: everyStatus, exclude: unseenId() }
    const answer = await site.client.get(type.route, { ...query, ...storedFields(type) })
    const list = answer.json?.value
    if (!Array.isArray(list)) throw new HubError('unexpected_answer', `${type.route} answered without a list`)
    for (const value of list.slice(0, 100)) {
      const post = readStoredPost(value, type)
      found.set(post.id, post)
    }
  }
  return found
}

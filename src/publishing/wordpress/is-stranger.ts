import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { hashStoredPost } from '../../connectors/wordpress/stored-post.ts'
import type { Publication } from '../../store/publications.ts'

/**
 * Whether the post that has our id now is somebody else's: a site that was restored from an older backup gives ids a second
 * time. Ours is what carries our mark, what is as we left it, and what lost its mark (to a page builder, say) under the same
 * address. Addresses with ids in them (drafts, plain permalinks) tell nothing. What was sent as plain HTML never had a mark:
 * it is a stranger when neither its address nor its title is ours.
 */
export function isStranger(
  row: Pick<Publication, 'mark' | 'remoteHash' | 'remoteUrl' | 'receipt'>,
  post: StoredPost,
  title: string | null,
): boolean {
  if (post.content.includes(`"pressroom":"${row.mark}"`) || hashStoredPost(post) === row.remoteHash) return false
  if (/"pressroom":"[a-z0-9]{8,64}"/.test(post.content)) return true
  const [then, now] = [slugIn(row.remoteUrl), slugIn(post.link)]
  if (row.receipt?.format === 'html') return then !== null && now !== null && then !== now && post.title !== title
  return then === null || now === null || then !== now
}

/** The last part of an address; `null` where it has only an id. */
function slugIn(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address)
  if (url === null || url.searchParams.has('p') || url.searchParams.has('page_id')) return null
  return url.pathname.split('/').findLast((part) => part !== '') ?? null
}

import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { hashStoredPost } from '../../connectors/wordpress/stored-post.ts'
import type { Publication } from '../../store/publications.ts'
import { isPlainHtml } from './receipt.ts'

/**
 * Whether the post that has our id now is somebody else's: a site that was restored from an older backup gives ids a second
 * time. Ours is what carries our mark, what is as we left it, and what lost its mark (to a page builder, say) under the same
 * address. Addresses with ids in them (drafts, plain permalinks) tell nothing. What was sent as plain HTML never had a mark:
 * it is a stranger when neither its address nor its title is ours, and, where its date is later than that of ours (as that of
 * whatever was made after a restore), when not both are.
 */
export function isStranger(
  row: Pick<Publication, 'mark' | 'remoteHash' | 'remoteUrl' | 'remoteStatus' | 'remoteDate' | 'receipt' | 'previous'>,
  post: StoredPost,
  title: string | null,
): boolean {
  if (post.content.includes(`"pressroom":"${row.mark}"`) || hashStoredPost(post) === row.remoteHash) return false
  if (/"pressroom":"[a-z0-9]{8,64}"/.test(post.content)) return true
  const [then, now] = [slugIn(row.remoteUrl), slugIn(post.link)]
  if (isPlainHtml(row)) {
    const otherSlug = then !== null && now !== null && then !== now
    return isLater(row, post) ? otherSlug || post.title !== title : otherSlug && post.title !== title
  }
  return then === null || now === null || then !== now
}

/** Whether it has a later date than the public post had that was ours. What is scheduled is moved by people every day. */
function isLater(
  { remoteStatus, remoteDate }: Pick<Publication, 'remoteStatus' | 'remoteDate'>,
  { date }: StoredPost,
): boolean {
  const wasPublic = remoteStatus === 'publish' || remoteStatus === 'private'
  return wasPublic && remoteDate !== null && Date.parse(`${date}Z`) > remoteDate.getTime()
}

/** The last part of an address; `null` where it has only an id. */
function slugIn(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address)
  if (url === null || url.searchParams.has('p') || url.searchParams.has('page_id')) return null
  return url.pathname.split('/').findLast((part) => part !== '') ?? null
}

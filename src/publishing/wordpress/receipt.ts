import { hashStoredPost, type StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { verifyPost } from '../../connectors/wordpress/verify-post.ts'
import type { PostFields } from '../../connectors/wordpress/write-posts.ts'
import type { Note } from '../../content/note.ts'
import type { ClaimedPublication, Settlement } from '../../store/publication-leases.ts'
import type { Publication, PublicationState } from '../../store/publications.ts'
import type { Drop } from '../drop.ts'
import type { Receipt } from '../receipt.ts'
import type { Plan } from './plan.ts'

/** What was sent against what the site stored. */
export interface PostReceipt extends Receipt {
  readonly format: 'blocks' | 'html'
  /** Further posts with our mark: copies that somebody made, or what a lost answer left in spite of everything. */
  readonly duplicates: readonly number[]
  /** Somebody wrote at the same time: there is one revision more than ours. */
  readonly race: boolean
}

const mostDifferences = 50

export function writeReceipt(
  plan: Plan,
  sent: { readonly fields: PostFields; readonly notes: readonly Note[]; readonly drops?: readonly Drop[] },
  stored: StoredPost,
  seen: { readonly duplicates?: readonly number[]; readonly race?: boolean } = {},
): PostReceipt {
  const differences = verifyPost(sent.fields, stored).slice(0, mostDifferences)
  const silent = differences
    .filter(({ kind }) => kind === 'dropped')
    .map(({ field }) => ({ field, why: 'the site answered without it', snippet: null }))
  return {
    dropped: [...plan.drops, ...(sent.drops ?? []), ...silent],
    changed: differences
      .filter(({ kind }) => kind === 'changed')
      .map(({ field, sent: from, stored: to }) => ({ field, sent: from, stored: to })),
    notes: sent.notes,
    format: plan.format,
    duplicates: seen.duplicates ?? [],
    race: seen.race ?? false,
  }
}

/** Whether a post went there as plain HTML, without a mark: while another wish of it is under way, the receipt of the former says so. */
export function isPlainHtml({ receipt, previous }: Pick<Publication, 'receipt' | 'previous'>): boolean {
  const last = receipt ?? previous?.receipt
  return typeof last === 'object' && last !== null && 'format' in last && last.format === 'html'
}

/** What a row keeps of a post. */
export function remoteOf(post: StoredPost): NonNullable<Settlement['remote']> {
  const { type, id, link, status, modified } = post
  return { type, id, url: link, status, modified, hash: hashStoredPost(post), date: dateOf(post) }
}

/** The same after a change of its status alone: what is remembered of its content stays, and an edit meanwhile is somebody else's. */
export function statusOf(
  post: StoredPost,
  { remoteHash }: { readonly remoteHash: string | null },
): NonNullable<Settlement['remote']> {
  const remote = remoteOf(post)
  return { ...remote, hash: remoteHash ?? remote.hash }
}

/** What it keeps of a post that is no longer there: where it was. Made again, it gets another id. */
export function removedOf({
  remoteType,
  remoteUrl: url,
  remoteModified: modified,
  remoteHash: hash,
}: ClaimedPublication): NonNullable<Settlement['remote']> {
  return { type: remoteType ?? 'post', id: null, url, status: null, modified, hash }
}

/** Drafts have no date yet; and what a site says may be anything. */
function dateOf({ status, date }: StoredPost): string | null {
  const at = new Date(`${date}Z`)
  const isDated = ['publish', 'private', 'future'].includes(status) && !Number.isNaN(at.getTime())
  return isDated && at.getUTCFullYear() >= 1900 && at.getUTCFullYear() <= 9999 ? at.toISOString() : null
}

/** The state of a publication whose post has this status. */
export function stateOf(status: string): Extract<PublicationState, 'live' | 'scheduled' | 'draft' | 'trashed'> {
  if (status === 'future') return 'scheduled'
  if (status === 'trash') return 'trashed'
  return status === 'publish' || status === 'private' ? 'live' : 'draft'
}

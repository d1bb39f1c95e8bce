import { hashStoredPost, type StoredPost } from '../../connectors/wordpress/stored-post.ts'
import type { Settlement } from '../../store/publication-leases.ts'
import { isStranger } from './is-stranger.ts'
import type { Work } from './load-work.ts'
import { stateOf } from './receipt.ts'

/** Code, message and fix. */
export const otherPost = [
  'other_post_there',
  'Another post has the id of ours now: the site was restored from an older backup, it seems',
  'Look whether ours is still there under another id; publish it again with "overwrite" to make it anew. The other post is left alone.',
] as const

/** Code, message and fix for a post that carries our mark, and not what is wanted: nobody knows who wrote it. */
export function foundThere({ modified }: StoredPost): [code: string, message: string, fix: string] {
  return [
    'found_on_site',
    `The article is on the site already, with other content, last changed at ${modified} UTC`,
    'Compare the two, and publish again with "overwrite" to write over the other one.',
  ]
}

/**
 * Why a post may not be written over, as the row's new state; null when it may. It may when it is as we left it, or when a
 * person said to overwrite it.
 */
export function checkRemote({ row, options, plan }: Work, post: StoredPost | undefined): Settlement | null {
  const { id, epoch, wantedHash } = row
  const base = { id, epoch, claimedHash: wantedHash, done: false }
  const conflict = (code: string, message: string, fix: string): Settlement => ({
    ...base,
    state: 'conflict',
    error: { code, message, fix, modified: post?.modified ?? null },
  })
  if (row.remoteId === null || row.remoteHash === null) return null
  if (row.remoteType !== null && row.remoteType !== plan.type)
    return conflict(
      'other_type',
      `It is a ${row.remoteType} on the site, and is now to be a ${plan.type}`,
      'Delete it on the site first, or give it its former type.',
    )
  const isOther = post !== undefined && isStranger(row, post, String(plan.fields.title ?? ''))
  if (post === undefined || isOther) {
    const gone = { type: plan.type, id: null, url: null, status: null, modified: null, hash: null }
    // Wanted again though it is gone: it is made anew.
    if (options.overwrite) return { ...base, state: 'planned', remote: gone }
    if (isOther) return conflict(...otherPost)
    return conflict(
      'gone_from_site',
      'Somebody deleted the post on the site',
      'Publish it again with "overwrite" to make it anew.',
    )
  }
  if (options.overwrite) return null
  // What was never done is ours in part, or was there before us.
  if (row.doneHash === null) return row.begun ? null : { ...conflict(...foundThere(post)), rest: stateOf(post.status) }
  if (post.status === 'trash' && row.remoteStatus !== 'trash')
    return conflict(
      'trashed_on_site',
      'Somebody moved the post to the trash on the site',
      'Restore it there, or publish it again with "overwrite".',
    )
  if (hashStoredPost(post) !== row.remoteHash)
    return conflict(
      'edited_on_site',
      `Somebody changed the post on the site at ${post.modified} UTC`,
      'Compare the two, and publish again with "overwrite" to write over the other one.',
    )
  return null
}

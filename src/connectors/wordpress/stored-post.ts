import { createHash } from 'node:crypto'
import type { StoredPost } from '../../wordpress/stored-post.ts'

export type { StoredPost } from '../../wordpress/stored-post.ts'

/**
 * Over everything of a post that a person edits: another hash means that somebody changed it. Status and slug are left
 * out, since time and WordPress itself change them.
 */
export function hashStoredPost(post: StoredPost): string {
  const terms = Object.entries(post.terms).map(([field, ids]) => [field, [...ids].sort((a, b) => a - b)])
  const edited = [post.title, post.content, post.excerpt, post.featuredMedia, post.template, post.author, terms]
  return createHash('sha256').update(JSON.stringify(edited)).digest('hex')
}

import { HubError } from '../errors/hub-error.ts'
import type { WordPressClient } from './client.ts'
import { fields, stringOf } from './json.ts'

/** The fields of a post as the REST API takes them; a field that is not given is the site's default. */
export interface PostFields {
  readonly title?: string
  readonly content?: string
  readonly excerpt?: string
  readonly slug?: string
  readonly status?: string
  /** The site's own clock, `2026-11-22T10:00:00`. */
  readonly date?: string
  /** UTC, in the same form. */
  readonly date_gmt?: string
  readonly featured_media?: number
  readonly meta?: Readonly<Record<string, unknown>>
}

/** What the site stored. */
export interface StoredPost {
  readonly id: number
  readonly link: string
  readonly status: string
  readonly slug: string
  /** The content as stored, unfiltered. */
  readonly raw: string
}

/** Creates one post. One request; never repeated by itself. */
export async function createPost(client: WordPressClient, post: PostFields): Promise<StoredPost> {
  const answer = await client.post('/wp/v2/posts', post, { context: 'edit' })
  const stored = fields(answer.json?.value)
  if (typeof stored.id !== 'number')
    throw new HubError('unexpected_answer', 'The site accepted the post but did not say its id', { retry: 'never' })
  return {
    id: stored.id,
    link: stringOf(stored.link, 2048) ?? '',
    status: stringOf(stored.status) ?? '',
    slug: stringOf(stored.slug) ?? '',
    raw: stringOf(fields(stored.content).raw, 10_000_000) ?? '',
  }
}

/** Where a person edits a post: below the core's own folder. */
export function editAddress(core: string, id: number): string {
  const url = new URL('wp-admin/post.php', core.endsWith('/') ? core : `${core}/`)
  url.search = `?post=${id}&action=edit`
  return url.href
}

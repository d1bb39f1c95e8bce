import { HubError } from '../errors/hub-error.ts'
import { readEnvelope } from './answer.ts'
import type { WordPressClient, WriteOptions } from './client.ts'
import { fields } from './json.ts'
import { type PostType, readStoredPost, type StoredPost, storedFields } from './stored-post.ts'

/** The fields of a post as the REST API takes them; one that is not given is the site's default, or stays as it is. */
export type PostFields = {
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
  readonly categories?: readonly number[]
  readonly tags?: readonly number[]
  readonly meta?: Readonly<Record<string, unknown>>
  /** Whatever else this site takes. */
  readonly [field: string]: unknown
}

export interface PostOptions extends WriteOptions {
  /** Default: posts, as every WordPress has them. */
  readonly type?: PostType
}

const posts: PostType = {
  name: 'post',
  route: '/wp/v2/posts',
  termFields: ['categories', 'tags'],
  extra: [],
}

/** Creates one post: one request, never repeated by itself. Throws `answer_lost` where it may have been made all the same. */
export async function createPost(
  client: WordPressClient,
  post: PostFields,
  { type = posts, ...options }: PostOptions = {},
): Promise<StoredPost> {
  const answer = await client.post(type.route, post, storedFields(type, extraOf(post)), options)
  return readStoredPost(answer.json?.value, type)
}

/** Changes the given fields of a post that is there: one request. */
export async function updatePost(
  client: WordPressClient,
  id: number,
  post: PostFields,
  { type = posts, ...options }: PostOptions = {},
): Promise<StoredPost> {
  const answer = await client.post(`${type.route}/${id}`, post, storedFields(type, extraOf(post)), options)
  return readStoredPost(answer.json?.value, type)
}

/** Moves a post to the trash, or with `force` deletes it for ever. One that is gone already is no error. */
export async function removePost(
  client: WordPressClient,
  id: number,
  { type = posts, force = false, ...options }: PostOptions & { readonly force?: boolean } = {},
): Promise<void> {
  try {
    await client.remove(`${type.route}/${id}`, { force }, options)
  } catch (error) {
    const gone = ['rest_post_invalid_id', 'rest_already_trashed']
    if (!(error instanceof HubError) || !gone.includes(error.code)) throw error
  }
}

/** A write within a batch: a new post, or with an `id` a change of one. */
export interface BatchWrite {
  readonly type?: PostType
  readonly id?: number
  readonly fields: PostFields
}

/** What became of each write of a batch, in its order: the post, or why not. */
export type BatchResult = { readonly post: StoredPost } | { readonly error: HubError }

/**
 * Sends several writes in one request to `/batch/v1` (WordPress 5.6 on, 25 at most where the site does not say otherwise);
 * each is done or refused for itself. Throws when the answer to the whole is not a good one; then each of them may have been
 * done or not.
 */
export async function writeBatch(
  client: WordPressClient,
  writes: readonly BatchWrite[],
  options: WriteOptions = {},
): Promise<BatchResult[]> {
  const requests = writes.map(({ type = posts, id, fields: body }) => {
    const query = new URLSearchParams(storedFields(type, extraOf(body), { revisions: id !== undefined }))
    return { method: 'POST', path: `${type.route}${id === undefined ? '' : `/${id}`}?${query}`, body }
  })
  const answer = await client.post('/batch/v1', { validation: 'normal', requests }, {}, options)
  const { responses } = fields(answer.json?.value)
  if (!Array.isArray(responses) || responses.length !== writes.length)
    throw new HubError('unexpected_answer', `The batch of ${writes.length} was answered in another number`)
  return writes.map(({ type = posts }, index) => readResult(type, fields(responses[index])))
}

function readResult(type: PostType, { status, body }: Readonly<Record<string, unknown>>): BatchResult {
  const code = typeof status === 'number' ? status : 0
  try {
    if (code >= 200 && code < 300) return { post: readStoredPost(body, type) }
    const envelope = readEnvelope(body)
    const evidence = { status: code, message: envelope?.message ?? null }
    const sentence = `Refused: POST ${type.route} in a batch (${code}): ${envelope?.message ?? 'no reason given'}`
    return { error: new HubError(envelope?.code ?? 'remote_refused', sentence, { evidence }) }
  } catch (error) {
    if (error instanceof HubError) return { error }
    throw error
  }
}

/** Fields of plugins are asked for only where they were sent. */
function extraOf(post: PostFields): string[] {
  return Object.keys(post).filter((name) => !ownFields.has(name))
}

const ownFields = new Set([
  'title',
  'content',
  'excerpt',
  'slug',
  'status',
  'date',
  'date_gmt',
  'author',
  'featured_media',
  'template',
  'meta',
  'categories',
  'tags',
  'comment_status',
  'ping_status',
  'sticky',
  'format',
  'parent',
  'menu_order',
])

/** Where a person edits a post: below the core's own folder. */
export function editAddress(core: string, id: number): string {
  const url = new URL('wp-admin/post.php', core.endsWith('/') ? core : `${core}/`)
  url.search = `?post=${id}&action=edit`
  return url.href
}

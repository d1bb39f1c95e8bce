import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { readEnvelope } from '../../wordpress/answer.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import type { Call } from '../action.ts'
import { type OpenWordPress, typeOf } from './open-site.ts'
import { readStoredPost, type StoredPost, storedFields } from './stored-post.ts'

/** The fields of a post as the REST API takes them; one that is not given is the site's default, or stays as it is. */
export const postFields = z.record(z.string().min(1).max(100), z.json())
export type PostFields = z.infer<typeof postFields>

export interface NewPost {
  readonly type: string
  readonly fields: PostFields
}

/** Creates one post: one request. Throws `answer_lost` and others that leave it unknown whether it was made (`fateOf`). */
export async function createPost(
  site: OpenWordPress,
  { type: name, fields: post }: NewPost,
  call: Call = {},
): Promise<StoredPost> {
  const type = typeOf(site, name)
  const answer = await site.client.post(type.route, post, storedFields(type, site.facts, extraOf(post)), call)
  return readStoredPost(answer.json?.value, type, site.facts)
}

/** Changes the fields of a post that is there: one request. */
export async function updatePost(
  site: OpenWordPress,
  { type: name, id, fields: post }: NewPost & { readonly id: number },
  call: Call = {},
): Promise<StoredPost> {
  const type = typeOf(site, name)
  const answer = await site.client.post(
    `${type.route}/${id}`,
    post,
    storedFields(type, site.facts, extraOf(post)),
    call,
  )
  return readStoredPost(answer.json?.value, type, site.facts)
}

/** Moves a post to the trash, or deletes it for ever. One that is gone already is no error. */
export async function removePost(
  site: OpenWordPress,
  { type: name, id, force }: { readonly type: string; readonly id: number; readonly force: boolean },
  call: Call = {},
): Promise<void> {
  const type = typeOf(site, name)
  try {
    await site.client.remove(`${type.route}/${id}`, { force }, call)
  } catch (error) {
    const gone = ['rest_post_invalid_id', 'rest_already_trashed']
    if (!(error instanceof HubError) || !gone.includes(error.code)) throw error
  }
}

/** A write within a batch: a new post, or with an `id` a change of one. */
export interface BatchPost extends NewPost {
  readonly id?: number
}

/** What became of each write of a batch, in its order: the post, or why not. */
export type BatchResult = { readonly post: StoredPost } | { readonly error: HubError }

/**
 * Sends several writes in one request to `/batch/v1`; each is done or refused for itself. Throws when the answer to the whole
 * is not a good one; then each of them may have been done or not.
 */
export async function writeBatch(
  site: OpenWordPress,
  posts: readonly BatchPost[],
  call: Call = {},
): Promise<BatchResult[]> {
  const requests = posts.map(({ type: name, id, fields: body }) => {
    const type = typeOf(site, name)
    const query = new URLSearchParams(storedFields(type, site.facts, extraOf(body)))
    return { method: 'POST', path: `${type.route}${id === undefined ? '' : `/${id}`}?${query}`, body }
  })
  const answer = await site.client.post('/batch/v1', { validation: 'normal', requests }, {}, call)
  const { responses } = fields(answer.json?.value)
  if (!Array.isArray(responses) || responses.length !== posts.length)
    throw new HubError('unexpected_answer', `The batch of ${posts.length} was answered in another number`)
  return posts.map((post, index) => readResult(site, post, fields(responses[index])))
}

function readResult(
  site: OpenWordPress,
  post: BatchPost,
  { status, body }: Readonly<Record<string, unknown>>,
): BatchResult {
  const type = typeOf(site, post.type)
  const code = typeof status === 'number' ? status : 0
  try {
    if (code >= 200 && code < 300) return { post: readStoredPost(body, type, site.facts) }
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
  return Object.keys(post).filter((name) => stringOf(name, 100) !== null && !ownFields.has(name))
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

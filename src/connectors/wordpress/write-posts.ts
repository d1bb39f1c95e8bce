import type { z } from 'zod'
import * as posts from '../../wordpress/posts.ts'
import type { Call } from '../action.ts'
import { type OpenWordPress, typeOf } from './open-site.ts'
import type { StoredPost } from './stored-post.ts'

export type { BatchResult } from '../../wordpress/posts.ts'

/** The fields of a post as the REST API takes them; one that is not given is the site's default, or stays as it is. */
export type PostFields = Record<string, z.infer<ReturnType<typeof z.json>>>

export interface NewPost {
  readonly type: string
  readonly fields: PostFields
}

/** Creates one post: one request. Throws `answer_lost` and others that leave it unknown whether it was made (`fateOf`). */
export async function createPost(site: OpenWordPress, { type, fields }: NewPost, call: Call = {}): Promise<StoredPost> {
  return posts.createPost(site.client, fields, { ...call, type: typeOf(site, type) })
}

/** Changes the fields of a post that is there: one request. */
export async function updatePost(
  site: OpenWordPress,
  { type, id, fields }: NewPost & { readonly id: number },
  call: Call = {},
): Promise<StoredPost> {
  return posts.updatePost(site.client, id, fields, { ...call, type: typeOf(site, type) })
}

/** Moves a post to the trash, or deletes it for ever. One that is gone already is no error. */
export async function removePost(
  site: OpenWordPress,
  { type, id, force }: { readonly type: string; readonly id: number; readonly force: boolean },
  call: Call = {},
): Promise<void> {
  return posts.removePost(site.client, id, { ...call, type: typeOf(site, type), force })
}

/** A write within a batch: a new post, or with an `id` a change of one. */
export interface BatchPost extends NewPost {
  readonly id?: number
}

/** Sends several writes in one request; each is done or refused for itself. Throws where the whole was not answered well: then each may have been done or not. */
export async function writeBatch(
  site: OpenWordPress,
  writes: readonly BatchPost[],
  call: Call = {},
): Promise<posts.BatchResult[]> {
  return posts.writeBatch(
    site.client,
    writes.map((write) => ({ ...write, type: typeOf(site, write.type) })),
    call,
  )
}

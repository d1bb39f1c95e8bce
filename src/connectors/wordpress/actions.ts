import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { action } from '../action.ts'
import { findPosts } from './find-posts.ts'
import { deleteMedia, findMedia, type StoredMedia, uploadMedia } from './media.ts'
import type { OpenWordPress } from './open-site.ts'
import type { StoredPost } from './stored-post.ts'
import { createTerm, findTerms, pickTerm, type StoredTerm, segmentsOf } from './terms.ts'
import { findUser } from './users.ts'
import { verifyPost } from './verify-post.ts'
import { createPost, postFields, removePost, updatePost } from './write-posts.ts'

const id = z.number().int().positive()
const type = z.string().regex(/^[a-z0-9_-]{1,20}$/)
const storedPost: z.ZodType<StoredPost> = z.object({
  id,
  type: z.string(),
  link: z.string(),
  status: z.string(),
  slug: z.string(),
  modified: z.string(),
  date: z.string(),
  title: z.string(),
  excerpt: z.string(),
  content: z.string(),
  author: z.number(),
  featuredMedia: z.number(),
  template: z.string(),
  meta: z.record(z.string(), z.unknown()),
  terms: z.record(z.string(), z.array(z.number())),
  extra: z.record(z.string(), z.unknown()),
  revisions: z.number().nullable(),
})
const storedMedia: z.ZodType<StoredMedia> = z.object({
  id,
  slug: z.string(),
  url: z.string(),
  isUnfinished: z.boolean(),
})
const storedTerm: z.ZodType<StoredTerm> = z.object({ id, name: z.string(), slug: z.string(), parent: z.number() })
/** Bytes, written as base64 in JSON. */
const base64 = z.codec(z.base64(), z.instanceof(Uint8Array), {
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
  encode: (bytes) => Buffer.from(bytes).toString('base64'),
})
const site = <Input, Output>(definition: Parameters<typeof action<OpenWordPress, Input, Output>>[0]) =>
  action(definition)

/** What can be done on a WordPress site, for posts of any type, terms, media and users. */
export const wordpressActions = {
  'posts.create': site({
    title: 'Create a post',
    effect: 'keyed',
    input: z.object({ type: type.default('post'), fields: postFields }),
    output: storedPost,
    key: ({ fields }) => markIn(fields),
    find: async (open, { type, fields }, since) => {
      const key = markIn(fields)
      return key === null ? [] : ((await findPosts(open, { keys: [key], type, since })).get(key) ?? [])
    },
    run: createPost,
    verify: ({ fields }, post) => verifyPost(fields, post),
    undo: (open, post, call) => removePost(open, { type: post.type, id: post.id, force: true }, call),
  }),
  'posts.update': site({
    title: 'Change a post',
    effect: 'idempotent',
    input: z.object({ type: type.default('post'), id, fields: postFields }),
    output: storedPost,
    run: updatePost,
    verify: ({ fields }, post) => verifyPost(fields, post),
  }),
  'posts.remove': site({
    title: 'Move a post to the trash, or delete it',
    effect: 'destructive',
    input: z.object({ type: type.default('post'), id, force: z.boolean().default(false) }),
    output: z.void(),
    run: removePost,
  }),
  'media.upload': site({
    title: 'Upload a file',
    effect: 'keyed',
    input: z.object({
      name: z.string().min(1).max(200),
      type: z.string().min(3).max(100),
      bytes: base64,
      slug: z.string().min(1).max(190),
      alt: z.string().default(''),
    }),
    output: storedMedia,
    key: ({ slug }) => slug,
    find: async (open, { slug }) => [...(await findMedia(open, [slug])).values()],
    run: uploadMedia,
    undo: (open, media, call) => deleteMedia(open, media.id, call),
  }),
  'terms.provide': site({
    title: 'Find a term by its path, and make what is missing of it',
    effect: 'idempotent',
    input: z.object({ taxonomy: z.string().min(1).max(32), path: z.string().min(1).max(1000) }),
    output: storedTerm,
    async run(open, { taxonomy: name, path }, call) {
      const taxonomy = open.facts.taxonomies.get(name)
      if (taxonomy === undefined) throw new HubError('bad_input', `The site has no taxonomy "${name}"`)
      const names = taxonomy.hierarchical ? segmentsOf(path) : [path.trim()]
      const terms = await findTerms(open, taxonomy, names)
      let found: StoredTerm | null = null
      for (const segment of names) {
        const parent: number = found?.id ?? 0
        found =
          pickTerm(terms, segment, parent, taxonomy.hierarchical) ??
          (await createTerm(open, taxonomy, { name: segment, parent }, call))
      }
      if (found === null) throw new HubError('bad_input', 'The path of the term is empty')
      return found
    },
  }),
  'users.find': site({
    title: 'Find a user by login, e-mail or name',
    effect: 'read',
    input: z.object({ user: z.string().min(1).max(320) }),
    output: z.number().nullable(),
    run: (open, { user }) => findUser(open, user),
  }),
}

/** The mark that publishing writes into the first block; `null` where there is none. */
function markIn({ content }: z.infer<typeof postFields>): string | null {
  return typeof content === 'string' ? (/"pressroom":"([a-z0-9]{8,64})"/.exec(content)?.[1] ?? null) : null
}

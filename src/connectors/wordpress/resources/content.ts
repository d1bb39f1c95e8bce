import { z } from 'zod'
import { author, dateGmt, id, media, meta, path, search, short, slug, terms, text, type } from './fields.ts'
import { byMark } from './keys.ts'
import { plantMark, postKey } from './plant-mark.ts'
import { resolveNames, withoutNames } from './resolve-names.ts'
import type { Listing, Resource, Shape } from './resource.ts'

/** What is asked of a post in a list: enough to choose one. Its content is asked for by name, `content.raw`. */
const postFields =
  'id,type,link,status,slug,date_gmt,modified_gmt,title.raw,title.rendered,author,featured_media,parent'
const statuses = z
  .array(slug)
  .max(20)
  .optional()
  .describe('Published ones only where nothing is said; `any` is all but the trash')
  .meta({ lookup: 'statuses' })
const listing: Listing = {
  paging: 'id',
  fields: postFields,
  filters: {
    search,
    status: statuses,
    slug: z.array(slug).max(100).optional(),
    author: z.array(id).max(100).optional().meta({ lookup: 'users' }),
    include: z.array(id).max(100).optional().describe('Only these ids'),
    after: short.optional().describe('Dated after'),
    before: short.optional().describe('Dated before'),
    modified_after: short.optional(),
    order: z.enum(['asc', 'desc']).optional().describe('By id, newest first where nothing is said'),
    orderby: slug.optional().describe('Another order: what comes and goes meanwhile may be missed or told twice'),
  },
}
const body: Shape = {
  title: text.optional(),
  content: text.optional().describe('HTML or blocks'),
  excerpt: text.optional(),
  status: slug.optional().describe('draft where nothing is said').meta({ lookup: 'statuses' }),
  slug: z.string().max(200).optional(),
  date_gmt: dateGmt,
}
const dressed: Shape = {
  ...body,
  author,
  featured_media: media,
  template: z.string().max(300).optional().meta({ lookup: 'templates' }),
  meta,
}
const missing = z
  .enum(['create', 'skip', 'fail'])
  .default('create')
  .describe('What is done about categories and tags that are not there')

/** Posts of one type: what they share. */
function postsOf(fixed: string | undefined, words: Pick<Resource, 'one' | 'many' | 'route'>, fields: Shape): Resource {
  return {
    ...words,
    id,
    list: listing,
    get: true,
    create: { fields: { ...fields, key: postKey }, keyed: byMark(fixed) },
    update: { fields },
    delete: { force: 'choice' },
    options: { missingTerms: missing },
    written: plantMark,
    prepare: (site, input, call) => resolveNames(site, fixed ?? String(input.type), input, call),
    unnamed: (site, input) => withoutNames(site, fixed ?? String(input.type), input),
    silent: ['password', 'date'],
  }
}

/** A post's revisions or autosaves, of any type: `post` is the id of the post, or of a template. */
const within: Shape = { type, post: z.union([id, path]).describe('The post').meta({ lookup: 'posts' }) }

export const contentResources: Readonly<Record<string, Resource>> = {
  posts: {
    ...postsOf(
      undefined,
      { one: 'a post', many: 'posts of any type', route: '{type}' },
      {
        ...dressed,
        categories: terms('category'),
        tags: terms('post_tag'),
      },
    ),
    within: { type },
  },
  pages: postsOf(
    'page',
    { one: 'a page', many: 'pages', route: '/wp/v2/pages' },
    {
      ...dressed,
      parent: z
        .number()
        .int()
        .min(0)
        .optional()
        .describe('The page above')
        .meta({ lookup: 'posts', lookupInput: { type: 'page' } }),
      menu_order: z.number().int().optional(),
    },
  ),
  blocks: postsOf(
    'wp_block',
    { one: 'a pattern', many: 'patterns of the site', route: '/wp/v2/blocks' },
    {
      ...body,
      wp_pattern_category: terms('wp_pattern_category'),
    },
  ),
  navigation: postsOf('wp_navigation', { one: 'a navigation', many: 'navigations', route: '/wp/v2/navigation' }, body),
  revisions: {
    one: 'a revision',
    many: 'the revisions of a post',
    route: '{type}/{post}/revisions',
    within,
    id,
    list: { paging: 'id', filters: { search, order: z.enum(['asc', 'desc']).optional() } },
    get: true,
    // Refused by WordPress itself to everybody (seen on 6.1 and 7.1): nobody has the capability.
    delete: { force: 'always', title: 'Delete a revision, where the site allows it' },
  },
  autosaves: {
    one: 'an autosave',
    many: 'the autosaves of a post',
    route: '{type}/{post}/autosaves',
    within,
    id,
    list: { paging: 'none' },
    get: true,
    calls: {
      save: {
        title: 'Save beside the post, without changing it',
        description: 'Each user has one autosave of a post. A draft of their own is changed itself.',
        effect: 'idempotent',
        method: 'POST',
        route: '{type}/{post}/autosaves',
        input: { ...within, title: text.optional(), content: text.optional(), excerpt: text.optional() },
      },
    },
  },
}

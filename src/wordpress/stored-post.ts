import { HubError } from '../errors/hub-error.ts'
import { fields, stringOf } from './json.ts'

/** A post type, as its posts are written and read. */
export interface PostType {
  /** `post`, `page`, a plugin's own */
  readonly name: string
  /** `/wp/v2/posts` */
  readonly route: string
  /** The fields of a post that hold ids of terms: `categories`, `tags`… */
  readonly termFields: readonly string[]
  /** The fields that the site takes of a post, those of plugins among them (`acf`). */
  readonly extra: readonly string[]
}

/** A post as the site stores it. */
export interface StoredPost {
  readonly id: number
  readonly type: string
  readonly link: string
  readonly status: string
  readonly slug: string
  /** UTC, without a zone. */
  readonly modified: string
  readonly date: string
  readonly title: string
  readonly excerpt: string
  /** The content as stored, unfiltered. */
  readonly content: string
  readonly author: number
  readonly featuredMedia: number
  readonly template: string
  readonly meta: Readonly<Record<string, unknown>>
  /** Ids of terms by the field of the post that names them. */
  readonly terms: Readonly<Record<string, readonly number[]>>
  /** Further fields that plugins gave it. */
  readonly extra: Readonly<Record<string, unknown>>
  /** How many revisions it has; `null` where it keeps none, or nobody asked. */
  readonly revisions: number | null
}

const longestContent = 16 * 1024 * 1024

/**
 * The query that makes WordPress answer with what `readStoredPost` reads, and spares it rendering. Counting revisions costs
 * WordPress all links of the post: `revisions: false` where nobody asks.
 */
export function storedFields(
  type: PostType,
  extra: readonly string[] = [],
  { revisions = true }: { readonly revisions?: boolean } = {},
): { context: string; _fields: string } {
  const own =
    'id,link,status,slug,modified_gmt,date_gmt,title.raw,excerpt.raw,content.raw,author,featured_media,template'
  const links = revisions ? ['_links.version-history'] : []
  return { context: 'edit', _fields: [own, 'meta', ...type.termFields, ...extra, ...links].join(',') }
}

/** Throws `unexpected_answer` for what is not a post. */
export function readStoredPost(value: unknown, type: PostType): StoredPost {
  const post = fields(value)
  const { id } = post
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0)
    throw new HubError('unexpected_answer', 'The site answered without the id of a post', { retry: 'never' })
  const raw = (name: string): string => stringOf(fields(post[name]).raw, longestContent) ?? ''
  return {
    id,
    type: type.name,
    link: stringOf(post.link, 2048) ?? '',
    status: stringOf(post.status, 50) ?? '',
    slug: stringOf(post.slug, 400) ?? '',
    modified: stringOf(post.modified_gmt, 40) ?? '',
    date: stringOf(post.date_gmt, 40) ?? '',
    title: raw('title'),
    excerpt: raw('excerpt'),
    content: raw('content'),
    author: numberOf(post.author),
    featuredMedia: numberOf(post.featured_media),
    template: stringOf(post.template, 300) ?? '',
    meta: fields(post.meta),
    terms: Object.fromEntries(type.termFields.map((field) => [field, numbersOf(post[field])])),
    extra: Object.fromEntries(Object.entries(post).filter(([name]) => type.extra.includes(name) && !known.has(name))),
    revisions: revisionsOf(post),
  }
}

const known = new Set([
  'id',
  'link',
  'status',
  'slug',
  'title',
  'excerpt',
  'content',
  'author',
  'featured_media',
  'template',
  'meta',
])

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.slice(0, 1000).map(numberOf) : []
}

function revisionsOf(post: Readonly<Record<string, unknown>>): number | null {
  const history = fields(post._links)['version-history']
  const count = Array.isArray(history) ? fields(history[0]).count : null
  return typeof count === 'number' ? count : null
}

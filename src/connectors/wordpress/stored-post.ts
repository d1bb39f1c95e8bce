import { createHash } from 'node:crypto'
import { HubError } from '../../errors/hub-error.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import type { PostTypeFacts, SiteFacts } from './facts.ts'

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
  readonly content: string
  readonly author: number
  readonly featuredMedia: number
  readonly template: string
  readonly meta: Readonly<Record<string, unknown>>
  /** Ids of terms by the field of the post that names them. */
  readonly terms: Readonly<Record<string, readonly number[]>>
  /** Further fields that plugins gave it. */
  readonly extra: Readonly<Record<string, unknown>>
  /** How many revisions it has; `null` where it keeps none. */
  readonly revisions: number | null
}

const longestContent = 16 * 1024 * 1024

/** The query that makes WordPress answer with what `readStoredPost` reads, and spares it rendering. */
export function storedFields(
  type: PostTypeFacts,
  facts: SiteFacts,
  extra: readonly string[] = [],
): { context: string; _fields: string } {
  const taxonomies = type.taxonomies.flatMap((name) => facts.taxonomies.get(name)?.field ?? [])
  const own =
    'id,link,status,slug,modified_gmt,date_gmt,title.raw,excerpt.raw,content.raw,author,featured_media,template'
  return { context: 'edit', _fields: [own, 'meta', ...taxonomies, ...extra, '_links.version-history'].join(',') }
}

/** Throws `unexpected_answer` for what is not a post. */
export function readStoredPost(value: unknown, type: PostTypeFacts, facts: SiteFacts): StoredPost {
  const post = fields(value)
  const { id } = post
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0)
    throw new HubError('unexpected_answer', 'The site answered without the id of a post', { retry: 'never' })
  const raw = (name: string): string => stringOf(fields(post[name]).raw, longestContent) ?? ''
  const taxonomies = type.taxonomies.flatMap((name) => facts.taxonomies.get(name)?.field ?? [])
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
    terms: Object.fromEntries(taxonomies.map((field) => [field, numbersOf(post[field])])),
    extra: Object.fromEntries(Object.entries(post).filter(([name]) => type.extra.includes(name) && !known.has(name))),
    revisions: revisionsOf(post),
  }
}

/**
 * Over everything of a post that a person edits: another hash means that somebody changed it. Status and slug are left
 * out, since time and WordPress itself change them.
 */
export function hashStoredPost(post: StoredPost): string {
  const terms = Object.entries(post.terms).map(([field, ids]) => [field, [...ids].sort((a, b) => a - b)])
  const edited = [post.title, post.content, post.excerpt, post.featuredMedia, post.template, post.author, terms]
  return createHash('sha256').update(JSON.stringify(edited)).digest('hex')
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

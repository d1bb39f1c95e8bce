import { HubError } from '../errors/hub-error.ts'

/** One key of a front matter block: the value, and how a plain one was spelled (`2024`, `1.10`). */
export interface Entry {
  readonly key: string
  readonly value: unknown
  readonly source: string | null
}

/** What the entries make of an article, before it is checked as a whole. */
export interface Draft {
  readonly [key: string]: unknown
  readonly seo: Record<string, unknown>
  readonly terms: Record<string, unknown>
}

/** A path in the draft, and how the value is read. */
interface Key {
  readonly to: readonly [string] | readonly ['seo' | 'terms', string]
  readonly read: (entry: Entry) => unknown
}

const text = (to: Key['to']): Key => ({ to, read: readText })
const names = (to: Key['to']): Key => ({ to, read: readNames })

/**
 * The keys that mean something, as people, Hugo, Jekyll and Astro write them, compared without case, `-` and `_`.
 * `date`, `timezone` and the negative ones (`draft: true`) are read by the parser itself.
 */
const keys: Readonly<Record<string, Key>> = {
  id: text(['id']),
  title: text(['title']),
  slug: text(['slug']),
  excerpt: text(['excerpt']),
  summary: text(['excerpt']),
  status: { to: ['status'], read: readStatus },
  author: text(['author']),
  language: text(['language']),
  lang: text(['language']),
  locale: text(['language']),
  type: text(['postType']),
  posttype: text(['postType']),
  categories: names(['terms', 'categories']),
  category: names(['terms', 'categories']),
  tags: names(['terms', 'tags']),
  tag: names(['terms', 'tags']),
  fields: { to: ['fields'], read: readMap },
  customfields: { to: ['fields'], read: readMap },
  meta: { to: ['fields'], read: readMap },
  featuredimage: { to: ['featuredImage'], read: readImage },
  image: { to: ['featuredImage'], read: readImage },
  cover: { to: ['featuredImage'], read: readImage },
  thumbnail: { to: ['featuredImage'], read: readImage },
  description: text(['seo', 'description']),
  metadescription: text(['seo', 'description']),
  seotitle: text(['seo', 'title']),
  metatitle: text(['seo', 'title']),
  canonical: text(['seo', 'canonical']),
  canonicalurl: text(['seo', 'canonical']),
  focuskeyword: text(['seo', 'focusKeyword']),
  keyword: text(['seo', 'focusKeyword']),
  socialimage: text(['seo', 'socialImage']),
  ogimage: text(['seo', 'socialImage']),
  robots: { to: ['seo', 'robots'], read: readRobots },
}

const seoKeys: Readonly<Record<string, Key>> = {
  title: text(['seo', 'title']),
  description: text(['seo', 'description']),
  canonical: text(['seo', 'canonical']),
  focuskeyword: text(['seo', 'focusKeyword']),
  keyword: text(['seo', 'focusKeyword']),
  socialimage: text(['seo', 'socialImage']),
  image: text(['seo', 'socialImage']),
  robots: { to: ['seo', 'robots'], read: readRobots },
}

export function normalizeKey(key: string): string {
  return key.toLowerCase().replace(/[-_ ]/g, '')
}

/** Puts an entry into the draft; false where its key means nothing. Raises `bad_input` where its value cannot be meant. */
export function setEntry(draft: Draft, entry: Entry): boolean {
  const name = normalizeKey(entry.key)
  if (name === 'seo') return setSeo(draft, entry)
  const key = Object.hasOwn(keys, name) ? keys[name] : undefined
  if (key === undefined) return false
  write(draft, key, entry)
  return true
}

function setSeo(draft: Draft, entry: Entry): boolean {
  for (const [name, value] of Object.entries(readMap(entry) ?? {})) {
    const normal = normalizeKey(name)
    const key = Object.hasOwn(seoKeys, normal) ? seoKeys[normal] : undefined
    if (key === undefined)
      throw new HubError('bad_input', `seo.${name} is not known: ${Object.keys(seoKeys).join(', ')} are`)
    write(draft, key, { key: `seo.${name}`, value, source: null })
  }
  return true
}

function write(draft: Draft, key: Key, entry: Entry): void {
  const [first, second] = key.to
  const target: Record<string, unknown> =
    second === undefined ? (draft as Record<string, unknown>) : draft[first as 'seo' | 'terms']
  const value = key.read(entry)
  if (value !== null) target[second ?? first] = value
}

export function readText({ key, value, source }: Entry): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value.trim() === '' ? null : value
  if (typeof value === 'number' || typeof value === 'boolean') return source ?? String(value)
  throw new HubError('bad_input', `${key} must be text`)
}

function readStatus(entry: Entry): string | null {
  return readText(entry)?.trim().toLowerCase() ?? null
}

/** A list, or one text with commas. */
function readNames(entry: Entry): string[] | null {
  const { key, value } = entry
  if (value === null || value === undefined) return null
  if (!Array.isArray(value))
    return (readText(entry) ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
  return value.flatMap((item: unknown) => readText({ key, value: item, source: null }) ?? [])
}

function readRobots(entry: Entry): string[] | null {
  return readNames(entry)?.map((word) => word.toLowerCase()) ?? null
}

function readMap({ key, value }: Entry): Record<string, unknown> | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw new HubError('bad_input', `${key} must be a map of names and values`)
}

/** A path or address, or a map with `src`, `alt` and `caption`. */
function readImage(entry: Entry): Record<string, unknown> | null {
  const { key, value } = entry
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return { src: readText(entry) ?? '' }
  const map = readMap(entry) ?? {}
  const part = (...named: readonly string[]): string | null => {
    const name = named.find((candidate) => map[candidate] !== undefined)
    return name === undefined ? null : readText({ key: `${key}.${name}`, value: map[name], source: null })
  }
  const src = part('src', 'url', 'path', 'image')
  if (src === null) throw new HubError('bad_input', `${key} needs a src`)
  return { src, alt: part('alt') ?? '', caption: part('caption') ?? '' }
}

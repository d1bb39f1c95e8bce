import { type ArticlePart, partKinds, typesFor } from './article.ts'
import type { CollectionField } from './collections.ts'

/** Where the value of a field comes from: a part of the article, or one of its custom fields. */
export type FieldSource = { readonly part: ArticlePart } | { readonly field: string }

/** By the slug of the collection's field. Plain JSON, to be shown, edited and kept. */
export type FieldMapping = Readonly<Record<string, FieldSource>>

export interface GuessedMapping {
  readonly mapping: FieldMapping
  /** Slugs that were guessed by their type alone, and deserve a look. */
  readonly uncertain: readonly string[]
  /** Slugs of required fields that nothing fills: no item can be created until somebody maps them. */
  readonly missing: readonly string[]
}

/** Names that fields are given, as slugs; each also matches with a prefix or suffix (`post-body`, `body-content`). The earlier part wins. */
const names: readonly (readonly [part: ArticlePart, names: readonly string[]])[] = [
  ['seoTitle', ['seo-title', 'meta-title', 'title-tag', 'og-title', 'page-title']],
  ['seoDescription', ['seo-description', 'meta-description', 'og-description']],
  ['socialImage', ['og-image', 'open-graph-image', 'social-image', 'share-image', 'twitter-image']],
  ['keyword', ['focus-keyword', 'keyphrase', 'keyword', 'keywords']],
  ['canonical', ['canonical', 'canonical-url', 'canonical-link']],
  [
    'excerpt',
    [
      'excerpt',
      'summary',
      'post-summary',
      'short-description',
      'description',
      'intro',
      'teaser',
      'subtitle',
      'abstract',
    ],
  ],
  ['body', ['body', 'post-body', 'content', 'rich-text', 'article', 'text', 'main-content']],
  [
    'featuredImage',
    [
      'featured-image',
      'main-image',
      'cover',
      'hero-image',
      'thumbnail',
      'thumbnail-image',
      'image',
      'picture',
      'photo',
    ],
  ],
  ['images', ['gallery', 'images', 'image-gallery', 'photos']],
  ['date', ['publish-date', 'published-on', 'publication-date', 'posted-on', 'date', 'post-date', 'published']],
  ['author', ['author', 'authors', 'written-by', 'writer', 'byline']],
  ['categories', ['categories', 'category', 'topic', 'topics', 'section']],
  ['tags', ['tags', 'tag', 'labels']],
  ['language', ['language', 'locale', 'lang']],
]

/** Parts that a field without a telling name gets when it is the only one of its type. */
const byType: readonly (readonly [type: string, part: ArticlePart])[] = [
  ['RichText', 'body'],
  ['Image', 'featuredImage'],
  ['MultiImage', 'images'],
  ['DateTime', 'date'],
]

/**
 * Guesses which part of an article belongs into which field, by slugs and names first and by types where one field alone is
 * left. Each part is used once. `custom` are names of custom fields that articles have; a field of the same slug gets it.
 */
export function guessMapping(fields: readonly CollectionField[], custom: readonly string[] = []): GuessedMapping {
  const mapping = new Map<string, FieldSource>()
  const used = new Set<ArticlePart>()
  const give = (slug: string, part: ArticlePart): void => {
    mapping.set(slug, { part })
    used.add(part)
  }
  const open = fields.filter(({ isEditable }) => isEditable)
  // Every collection has these two, and no item comes without them.
  give('name', 'title')
  give('slug', 'slug')
  const slugs = new Set(custom.map(slugOf))
  for (const { slug } of open) {
    const field = custom.find((name) => slugOf(name) === slug)
    if (!mapping.has(slug) && slugs.has(slug) && field !== undefined) mapping.set(slug, { field })
  }
  for (const exact of [true, false]) {
    for (const [part, known] of names) {
      if (used.has(part)) continue
      const fitting = open.filter((field) => !mapping.has(field.slug) && accepts(field, part))
      const named = known.flatMap((word) => fitting.filter((field) => isNamed(field, word, exact)))
      const best = typesFor[partKinds[part]].map((type) => named.find((field) => field.type === type)).find(Boolean)
      if (best !== undefined) give(best.slug, part)
    }
  }
  const uncertain: string[] = []
  for (const [type, part] of byType) {
    const left = open.filter((field) => field.type === type && !mapping.has(field.slug))
    const [only] = left
    if (used.has(part) || left.length !== 1 || only === undefined) continue
    give(only.slug, part)
    uncertain.push(only.slug)
  }
  const missing = open.filter(({ isRequired, slug }) => isRequired && !mapping.has(slug)).map(({ slug }) => slug)
  return { mapping: Object.fromEntries(mapping), uncertain, missing }
}

/** Whether a field's type can take a part. */
export function accepts(field: Pick<CollectionField, 'type'>, part: ArticlePart): boolean {
  return typesFor[partKinds[part]].includes(field.type)
}

function isNamed({ slug, name }: CollectionField, word: string, exact: boolean): boolean {
  return [slug.toLowerCase(), slugOf(name)].some((text) =>
    exact ? text === word : text.startsWith(`${word}-`) || text.endsWith(`-${word}`),
  )
}

/** A slug as Webflow makes one of a name. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100)
}

import type { Article } from '../../../content/article.ts'
import type { Note } from '../../../content/note.ts'
import { renderPlainHtml } from '../../../content/render.ts'
import type { WebflowArticle, WebflowImage } from '../../../webflow/article.ts'
import { buildFieldData } from '../../../webflow/field-data.ts'
import type { FieldData } from '../../../webflow/items.ts'
import { type NeededReferences, neededReferences, type ReferenceIds } from '../../../webflow/references.ts'
import type { ItemPlan } from './plan-item.ts'

/** An image as it is on the site. */
export interface SiteImage {
  /** Of the asset. */
  readonly id: string
  readonly url: string
}

export interface ComposedItem {
  /** Without a slug. */
  readonly fields: FieldData
  /** What will not be in the item as it is in the article. */
  readonly drops: readonly { readonly field: string; readonly why: string }[]
  readonly notes: readonly Note[]
  /** Names that the item refers to, by collection. */
  readonly references: readonly NeededReferences[]
  /** Slugs of required fields that stay empty: Webflow would refuse the item. */
  readonly missing: readonly string[]
}

const whys: Readonly<Record<string, (detail: string) => string>> = {
  'no-such-field': () => 'the collection has no such field any more',
  'no-value': () => 'the field is required, and the article has nothing for it',
  'wrong-type': (detail) => `the field cannot take ${detail === '' ? 'it' : JSON.stringify(detail)}`,
  'no-option': (detail) => `the field has no choice ${JSON.stringify(detail)}`,
  unresolved: (detail) => `there is no item ${JSON.stringify(detail)} to refer to`,
  embedded: (detail) => `${detail} becomes a custom code embed`,
  unwrapped: (detail) => `${detail} is not known to rich text: its content stays`,
  removed: (detail) => `${detail} is not allowed`,
}

/**
 * The fields of an item exactly as they are sent. Pure. Throws `bad_input` for a body that cannot be rendered.
 * @param images by hash
 * @param ids of items, by collection and name
 */
export function composeItem(
  article: Article,
  plan: ItemPlan,
  images: ReadonlyMap<string, SiteImage>,
  ids: ReferenceIds,
): ComposedItem {
  const { fields } = plan.target.collection
  const { slug: _, ...mapping } = plan.target.mapping
  const known = new Map(
    plan.images.flatMap(({ src, hash }) => {
      const image = images.get(hash)
      return image === undefined ? [] : [[src, image] as const]
    }),
  )
  const urls = new Map([...known].map(([src, { url }]) => [src, { url }]))
  const { content, notes } = renderPlainHtml(article.body, { images: urls, math: false })
  const full = webflowArticle(article, plan, content, known)
  const built = buildFieldData(fields, mapping, full, { ids })
  const empty = built.notes.filter(({ kind }) => kind === 'no-value').map(({ field }) => field)
  return {
    fields: built.fieldData,
    drops: [
      ...plan.drops,
      ...built.notes.map(({ field, kind, detail }) => ({ field, why: whys[kind]?.(detail) ?? detail })),
    ],
    notes,
    references: neededReferences(fields, mapping, full),
    missing: [...new Set([...plan.target.missing, ...empty])],
  }
}

function webflowArticle(
  article: Article,
  plan: ItemPlan,
  body: string,
  known: ReadonlyMap<string, SiteImage>,
): WebflowArticle {
  const { seo, featuredImage, language, fields } = article
  const image = (src: string, alt: string): WebflowImage | null => {
    const found = known.get(src)
    if (found !== undefined) return { ...found, alt }
    // Webflow fetches what is public.
    return /^https?:\/\//i.test(src) ? { url: src, alt } : null
  }
  return {
    title: article.title,
    slug: null,
    excerpt: article.excerpt,
    body,
    date: plan.date,
    author: plan.author,
    ...plan.terms,
    featuredImage: featuredImage === null ? null : image(featuredImage.src, featuredImage.alt),
    images: plan.images.flatMap(({ src, alt }) => image(src, alt) ?? []),
    seoTitle: seo.title,
    seoDescription: seo.description,
    keyword: seo.focusKeyword,
    canonical: plan.canonical,
    socialImage: seo.socialImage === null ? null : image(seo.socialImage, ''),
    language,
    fields,
  }
}

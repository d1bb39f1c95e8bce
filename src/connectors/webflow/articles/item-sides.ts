import type { Article } from '../../../content/article.ts'
import type { Collection } from '../../../webflow/collections.ts'
import { textOfHtml } from '../../../webflow/field-data.ts'
import type { FieldData, Item } from '../../../webflow/items.ts'
import { fieldsOf, stringOf } from '../../../webflow/json.ts'
import type { FieldMapping } from '../../../webflow/mapping.ts'
import { toRichText } from '../../../webflow/rich-text.ts'

/**
 * An item's fields as people compare them: the one that gets the title is `title`, the one that gets the body `content`, all others
 * by their slugs. Rich text as both sides would be sent, files by their alternative text, references by name where it is known.
 */
export function showFields(
  { fields }: Collection,
  mapping: FieldMapping,
  data: FieldData,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field): [string, string][] => {
      const value = data[field.slug]
      if (value === undefined || value === null || value === '' || field.slug === 'slug') return []
      const source = mapping[field.slug]
      const part = source !== undefined && 'part' in source ? source.part : null
      const called = part === 'title' ? 'title' : part === 'body' ? 'content' : field.slug
      return [[called, show(field.type, value, names)]]
    }),
  )
}

function show(type: string, value: unknown, names: ReadonlyMap<string, string>): string {
  if (Array.isArray(value)) return value.map((one) => show(type, one, names)).join(', ')
  if (type === 'RichText') return toRichText(String(value)).html
  if (type === 'Reference' || type === 'MultiReference') return names.get(String(value)) ?? `#${String(value)}`
  if (type === 'DateTime') return new Date(String(value)).toJSON() ?? String(value)
  const { url, alt } = fieldsOf(value)
  if (typeof url === 'string') return `a file: ${stringOf(alt) || 'without alternative text'}`
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const lines = { excerpt: true, title: true, body: true, seoTitle: true, seoDescription: true, keyword: true } as const

/** The article with the words of an item, where a mapping says which is which; what says the same stays as it was written. */
export function adoptItem(article: Article, mapping: FieldMapping, item: Item, sent: FieldData): Article {
  const words: Partial<Record<keyof typeof lines, string>> = {}
  for (const [slug, source] of Object.entries(mapping)) {
    const [theirs, ours] = [item.fieldData[slug], sent[slug]]
    if (!('part' in source) || !isLine(source.part) || typeof theirs !== 'string' || theirs.trim() === '') continue
    if (plain(theirs) !== plain(typeof ours === 'string' ? ours : '')) words[source.part] = theirs
  }
  const { title = article.title, excerpt = article.excerpt, body } = words
  const seo = {
    ...article.seo,
    title: words.seoTitle ?? article.seo.title,
    description: words.seoDescription ?? article.seo.description,
    focusKeyword: words.keyword ?? article.seo.focusKeyword,
  }
  const text = body === undefined ? article.body : ({ format: 'html', text: toRichText(body).html } as const)
  return { ...article, title, excerpt, body: text, seo }
}

function isLine(part: string): part is keyof typeof lines {
  return Object.hasOwn(lines, part)
}

function plain(text: string): string {
  return textOfHtml(text).normalize('NFC').replace(/\s+/g, ' ').trim()
}

import type { Outputs } from '../../api/client.ts'

export type Article = Outputs['articles']['get']
/** What an article says: its text and everything around it. */
export type Content = Article['content']

export const emptyContent: Content = {
  id: null,
  title: '',
  slug: null,
  excerpt: null,
  body: { format: 'markdown', text: '' },
  status: null,
  date: null,
  terms: { categories: null, tags: null },
  author: null,
  featuredImage: null,
  seo: { title: null, description: null, canonical: null, focusKeyword: null, socialImage: null, robots: [] },
  fields: {},
  postType: null,
  language: null,
  extra: {},
}

/** Whether two say the same. */
export function isSame(a: Content, b: Content): boolean {
  return sayContent(a) === sayContent(b)
}

/** An article as lines that can be compared: what it says around the text, then the text. */
export function sayContent(content: Content): string {
  const { body, title, id: _, ...around } = content
  const said = Object.entries(around).flatMap(([name, value]) => say(name, value))
  return [`title: ${title}`, ...said, '', body.text].join('\n')
}

function say(name: string, value: unknown): string[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.length === 0 ? [] : [`${name}: ${value.join(', ')}`]
  if (typeof value !== 'object') return [`${name}: ${String(value)}`]
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([part, one]) => say(`${name}.${part}`, one))
}

/** What a field says: nothing where it is empty. */
export function orNull(text: string): string | null {
  return text.trim() === '' ? null : text
}

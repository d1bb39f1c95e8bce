import type { PostFields } from '../../wordpress/posts.ts'
import type { Difference } from '../action.ts'
import type { StoredPost } from './stored-post.ts'

/** What the site stored otherwise than it was sent, field by field; texts shortened around where they part. */
export function verifyPost(sent: PostFields, stored: StoredPost): Difference[] {
  const differences: Difference[] = []
  const compare = (field: string, wanted: unknown, got: unknown): void => {
    if (got === undefined || got === null) differences.push({ field, kind: 'dropped', sent: show(wanted), stored: '' })
    else if (!isSame(wanted, got)) differences.push(describe(field, wanted, got))
  }
  for (const [field, value] of Object.entries(sent)) {
    if (field === 'meta')
      for (const [name, part] of Object.entries(asFields(value))) compare(`meta.${name}`, part, stored.meta[name])
    else if (field === 'status') compareStatus(sent, stored, differences)
    else if (field in stored.terms) compare(field, sorted(value), sorted(stored.terms[field]))
    else if (field in readers) compare(field, value, readers[field]?.(stored))
    else if (field in stored.extra) compareParts(field, value, stored.extra[field], compare)
    else if (!unanswered.has(field)) compare(field, value, undefined)
  }
  return differences
}

const readers: Readonly<Record<string, (post: StoredPost) => unknown>> = {
  title: ({ title }) => title,
  content: ({ content }) => content,
  excerpt: ({ excerpt }) => excerpt,
  slug: ({ slug }) => slug,
  author: ({ author }) => author,
  featured_media: ({ featuredMedia }) => featuredMedia,
  template: ({ template }) => template,
  date_gmt: ({ date }) => date,
}

/** Taken without being told back: asking for them would cost more than they are worth. */
const unanswered = new Set(['date', 'comment_status', 'ping_status', 'sticky', 'format', 'parent', 'menu_order'])

/** WordPress itself makes a published post of the future a scheduled one, and a scheduled one of the past a published one. */
function compareStatus({ status }: PostFields, stored: StoredPost, differences: Difference[]): void {
  const timed = ['publish', 'future']
  if (status === stored.status || (timed.includes(String(status)) && timed.includes(stored.status))) return
  differences.push({ field: 'status', kind: 'changed', sent: show(status), stored: stored.status })
}

/** Of what a plugin stores of a field, only the parts that were sent count: it adds its own. */
function compareParts(
  field: string,
  sent: unknown,
  stored: unknown,
  compare: (field: string, sent: unknown, stored: unknown) => void,
): void {
  const parts = Object.entries(asFields(sent))
  if (parts.length === 0) compare(field, sent, stored)
  for (const [name, part] of parts) compare(`${field}.${name}`, part, asFields(stored)[name])
}

function isSame(sent: unknown, stored: unknown): boolean {
  if (typeof sent === 'string' && typeof stored === 'string') return normalise(sent) === normalise(stored)
  if (typeof sent !== 'object' && typeof stored !== 'object') return String(sent) === String(stored)
  return JSON.stringify(sent) === JSON.stringify(stored)
}

/** WordPress trims texts, and its sanitiser writes `<hr />` for `<hr/>`, `&amp;` for a lone `&` and `&lt;` for a lone `<`. None is a loss. */
function normalise(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\s*\/>/g, '/>')
    .replace(/&(?!#?\w+;)/g, '&amp;')
    .replace(/<(?![a-z/!?])/gi, '&lt;')
    .trim()
}

function describe(field: string, sent: unknown, stored: unknown): Difference {
  const [from, to] = [show(sent, Number.POSITIVE_INFINITY), show(stored, Number.POSITIVE_INFINITY)]
  let same = 0
  while (same < from.length && from[same] === to[same]) same++
  const start = Math.max(same - 40, 0)
  const part = (text: string): string => `${start > 0 ? '…' : ''}${show(text.slice(start), 160)}`
  return { field, kind: 'changed', sent: part(from), stored: part(to) }
}

function show(value: unknown, longest = 160): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].map(Number).sort((a, b) => a - b) : value
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

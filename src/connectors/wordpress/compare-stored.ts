import type { Difference } from '../action.ts'

/** Adds what of one field the site stored otherwise than it was sent; texts shortened around where they part. */
export function compareField(field: string, sent: unknown, stored: unknown, differences: Difference[]): void {
  if (isEmptied(sent, stored)) return
  if (stored === undefined || stored === null)
    differences.push({ field, kind: 'dropped', sent: showValue(sent), stored: '' })
  else if (!isSame(sent, stored)) differences.push(describe(field, sent, stored))
}

/** Of what a plugin stores of a field, only the parts that were sent count: it adds its own. */
export function compareParts(field: string, sent: unknown, stored: unknown, differences: Difference[]): void {
  const parts = Object.entries(asFields(sent))
  if (parts.length === 0) compareField(field, sent, stored, differences)
  for (const [name, part] of parts) compareField(`${field}.${name}`, part, asFields(stored)[name], differences)
}

/** WordPress itself makes a published post of the future a scheduled one, and a scheduled one of the past a published one. */
export function compareStatus(sent: unknown, stored: string, differences: Difference[]): void {
  const timed = ['publish', 'future']
  if (sent === stored || (timed.includes(String(sent)) && timed.includes(stored))) return
  differences.push({ field: 'status', kind: 'changed', sent: showValue(sent), stored })
}

function isSame(sent: unknown, stored: unknown): boolean {
  if (typeof sent === 'string' && typeof stored === 'string') return normalise(sent) === normalise(stored)
  if (typeof sent !== 'object' && typeof stored !== 'object') return String(sent) === String(stored)
  return JSON.stringify(sent) === JSON.stringify(stored)
}

/** Whether a field that was to be emptied is: a site answers without it, or with what its type has for nothing. */
function isEmptied(sent: unknown, stored: unknown): boolean {
  const isNone = stored === undefined || stored === null
  if (sent === null) return isNone || ['""', '0', 'false', '[]', '{}'].includes(JSON.stringify(stored))
  return isNone && (sent === '' || (Array.isArray(sent) && sent.length === 0))
}

/** WordPress trims texts, and its sanitiser writes `<hr />` for `<hr/>`, `&amp;` for a lone `&` and `&lt;` for a lone `<`. None is a loss. */
function normalise(text: string): string {
  // Without a regular expression: `\s*` before a sign takes quadratic time on a long run of spaces.
  const closed = text.split('/>').map((part, index, parts) => (index < parts.length - 1 ? part.trimEnd() : part))
  return closed
    .join('/>')
    .replace(/\r\n/g, '\n')
    .replace(/&(?!#?\w+;)/g, '&amp;')
    .replace(/<(?![a-z/!?])/gi, '&lt;')
    .trim()
}

function describe(field: string, sent: unknown, stored: unknown): Difference {
  const [from, to] = [showValue(sent, Number.POSITIVE_INFINITY), showValue(stored, Number.POSITIVE_INFINITY)]
  let same = 0
  while (same < from.length && from[same] === to[same]) same++
  const start = Math.max(same - 40, 0)
  const part = (text: string): string => `${start > 0 ? '…' : ''}${showValue(text.slice(start), 160)}`
  return { field, kind: 'changed', sent: part(from), stored: part(to) }
}

function showValue(value: unknown, longest = 160): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** Ids in an order of their own; what is no list stays as it is. */
export function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].map(Number).sort((a, b) => a - b) : value
}

export function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

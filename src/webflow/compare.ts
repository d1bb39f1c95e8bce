import type { CollectionField } from './collections.ts'
import type { FieldData, Item } from './items.ts'

/** One field that is not in the item as it was sent. */
export interface FieldDifference {
  readonly field: string
  /** `dropped`: the item does not have it. `changed`: it has something else. */
  readonly kind: 'dropped' | 'changed'
  readonly sent: string
  readonly stored: string
}

/** Webflow writes these its own way (ids in rich text, its own address of an image): only their loss can be told. */
const rewritten = new Set(['RichText', 'Image', 'MultiImage', 'File', 'ExtFileRef'])

const longest = 300

/** What of an item is not as it was sent: dropped images, a slug with a suffix… */
export function compareItem(fields: readonly CollectionField[], sent: FieldData, item: Item): FieldDifference[] {
  return Object.entries(sent).flatMap(([field, value]): FieldDifference[] => {
    const stored = item.fieldData[field]
    const shown = { field, sent: show(value), stored: show(stored) }
    if (isEmpty(value)) return []
    if (isEmpty(stored)) return [{ ...shown, kind: 'dropped' }]
    const type = fields.find(({ slug }) => slug === field)?.type ?? ''
    if (Array.isArray(value) && Array.isArray(stored) && stored.length < value.length)
      return [{ ...shown, kind: 'dropped' }]
    if (rewritten.has(type) || isSame(type, value, stored)) return []
    return [{ ...shown, kind: 'changed' }]
  })
}

function isSame(type: string, sent: unknown, stored: unknown): boolean {
  if (type === 'DateTime') return Date.parse(String(sent)) === Date.parse(String(stored))
  return JSON.stringify(sent) === JSON.stringify(stored)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

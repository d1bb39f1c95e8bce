import { createHash } from 'node:crypto'
import type { CollectionField } from '../../../webflow/collections.ts'
import { compareItem } from '../../../webflow/compare.ts'
import { textOfHtml } from '../../../webflow/field-data.ts'
import { type FieldData, type Item, itemState } from '../../../webflow/items.ts'
import { fieldsOf } from '../../../webflow/json.ts'
import { isSlugTaken } from '../../../webflow/refusal.ts'
import type { Difference } from '../../action.ts'

export { isSlugTaken, itemState }

/** Types whose text Webflow gives back as it was sent. */
const texts = new Set(['PlainText', 'RichText', 'Link', 'Email', 'Phone', 'VideoLink'])

/**
 * What an item's content is known by, since Webflow keeps no mark of ours: a hash over the text of its fields. The same for
 * what is sent and for the item that was made of it: addresses, ids and attributes that Webflow writes into rich text do not count.
 */
export function printOf(fields: readonly CollectionField[], data: FieldData): string {
  const told = fields
    .filter(({ slug, type }) => slug !== 'slug' && texts.has(type))
    .map(({ slug, type }) => {
      const value = data[slug]
      const text = typeof value === 'string' ? value : ''
      return [
        slug,
        (type === 'RichText' ? textOfHtml(text) : text).normalize('NFC').replace(/\s+/g, ' ').trim(),
      ] as const
    })
    .filter(([, text]) => text !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32)
}

/**
 * Over what a person edits in an item: another hash means that somebody changed it. Of files only whether there is one and
 * what its alternative text is, since Webflow moves them to addresses of its own some time after they are set.
 */
export function hashItem({ fieldData }: Pick<Item, 'fieldData'>): string {
  const edited = Object.entries(fieldData)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([slug, value]) => [slug, settle(value)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(edited)).digest('hex')
}

function settle(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settle)
  const { url, fileId, alt } = fieldsOf(value)
  return url === undefined && fileId === undefined ? value : { file: true, alt: alt ?? '' }
}

/** What Webflow stored otherwise than it was sent. */
export function verifyItem(fields: readonly CollectionField[], sent: FieldData, item: Item): Difference[] {
  return compareItem(fields, sent, item)
}

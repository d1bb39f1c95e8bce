import { z } from 'zod'
import type { Page } from '../store/page.ts'

/** The input that every list extends. */
export const pageInput = z.object({
  limit: z.int().min(1).max(500).default(50).describe('At most so many items'),
  cursor: z.string().max(300).optional().describe('Where to go on: `next` of the page before'),
})

/** A part of a list, and where the next one begins. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('The cursor of the next page; null at the end'),
  })
}

/** A page of rows as a page of what is shown of them. */
export function viewPage<Row, View>({ items, next }: Page<Row>, view: (row: Row) => View): Page<View> {
  return { items: items.map(view), next }
}

/** A moment, in ISO 8601 and UTC. */
export const moment = z.iso.datetime().describe('ISO 8601, UTC')

export const role = z.enum(['owner', 'editor', 'viewer'])

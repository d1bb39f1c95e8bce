import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'

/** Some of a list of the API, from an offset on. */
export type ReadSome<T> = (
  offset: number,
  limit: number,
) => Promise<{
  readonly found: readonly T[]
  /** As the API counts them; `null` where it does not. */
  readonly total: number | null
}>

export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page begins; `null` at the end. */
  readonly next: string | null
  readonly total: number | null
}

/** Where a page is. */
export interface Place {
  /** Up to 100. */
  readonly limit: number
  /** The `next` of the page before. */
  readonly cursor?: string | undefined
}

interface WithId {
  readonly id: string
}

/** The API gives no more at once. */
export const pageSize = 100
/** 200,000 of them: more than any plan allows. */
const mostPages = 2000

/**
 * All of a list, 100 at a time and each once, though the API pages by offset and others work meanwhile: pages overlap by
 * one, and a page that does not begin with a known one says that some before it were deleted, so that the reading goes back.
 * What is added behind its back may be missing, nothing that stayed is.
 */
export async function* iteratePages<T extends WithId>(read: ReadSome<T>): AsyncGenerator<T> {
  const seen = new Set<string>()
  let offset = 0
  for (let pages = 0; pages < mostPages; pages++) {
    const { found, total } = await read(offset, pageSize)
    const skipped = offset > 0 && !(found[0] !== undefined && seen.has(found[0].id))
    for (const one of found) {
      if (seen.has(one.id)) continue
      seen.add(one.id)
      yield one
    }
    if (skipped) offset = Math.max(offset - pageSize, 0)
    else if (found.length < pageSize || (total !== null && offset + found.length >= total)) return
    else offset += found.length - 1
  }
}

/** So many of the last ones of a page are remembered, in case some of them are deleted before the next page is read. */
const mostKnown = 3
const cursorShape = z.object({
  at: z.number().int().min(1).max(10_000_000),
  known: z.array(z.string().max(100)).min(1),
})
type Cursor = z.infer<typeof cursorShape>
/** How many pages are gone back for what was told last. */
const mostBack = 20

/**
 * One page of a list, for callers who come back with its `next`. It begins with what was told last: where that is not in its
 * place, some before it were deleted or added, and it is looked for, backwards. Where it is gone itself, the list begins
 * again: what was told is told once more rather than anything missed, and a caller who deletes each page comes to the end.
 * Throws `bad_input` for a cursor that is none.
 */
export async function readPage<T extends WithId>(read: ReadSome<T>, { limit, cursor }: Place): Promise<Page<T>> {
  const { at, known } = cursor === undefined ? { at: 0, known: [] } : readCursor(cursor)
  let start = Math.max(at - 1, 0)
  let size = known.length === 0 ? limit : Math.min(limit + 1, pageSize)
  for (let tries = 1; ; tries++) {
    const { found, total } = await read(start, size)
    const place = found.findLastIndex(({ id }) => known.includes(id))
    if (place < 0 && start > 0) {
      start = tries < mostBack ? Math.max(start - pageSize + 1, 0) : 0
      size = pageSize
      continue
    }
    const items = found.slice(place + 1, place + 1 + limit)
    const end = start + place + 1 + items.length
    const isEnd = found.length < size ? end === start + found.length : total !== null && end >= total
    if (isEnd) return { items, next: null, total }
    if (items.length > 0) return { items, next: writeCursor(end, items), total }
    // The page ends with what was told last.
    start += place
  }
}

function writeCursor(at: number, told: readonly WithId[]): string {
  const known = told.slice(-mostKnown).map(({ id }) => id)
  return Buffer.from(JSON.stringify({ at, known } satisfies Cursor)).toString('base64url')
}

function readCursor(cursor: string): Cursor {
  const { data } = cursorShape.safeParse(decode(cursor))
  if (data !== undefined) return data
  throw new HubError('bad_input', 'This cursor is none of this list', { fix: 'Give the `next` of the page before.' })
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    // Not one of ours: the caller says so.
    return null
  }
}

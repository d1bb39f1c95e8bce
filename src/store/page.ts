import { HubError } from '../errors/hub-error.ts'

/** Which part of a list: at most `limit` items (1 to 500, else 50) after the item that `cursor` stands for. */
export interface PageRequest {
  readonly limit?: number | undefined
  readonly cursor?: string | null | undefined
}

export interface Page<T> {
  readonly items: T[]
  /** What to ask the next page with; null at the end. */
  readonly next: string | null
}

const usual = 50
const most = 500

/** How many rows to ask for: one more than are shown, which tells whether there is a next page. */
export function rowsFor(request: PageRequest): number {
  return limitOf(request) + 1
}

/** The page made of rows asked for with `rowsFor`; `key` is what the list is sorted by, unique. */
export function toPage<T>(rows: readonly T[], request: PageRequest, key: (row: T) => string | number): Page<T> {
  const items = rows.slice(0, limitOf(request))
  const last = items.at(-1)
  const more = rows.length > items.length && last !== undefined
  return { items, next: more ? Buffer.from(String(key(last))).toString('base64url') : null }
}

/** The key in a cursor that `toPage` made, or null at the beginning. Throws `bad_input` for what it did not make. */
export function readCursor(request: PageRequest): string | null {
  if (request.cursor === undefined || request.cursor === null || request.cursor === '') return null
  const key = Buffer.from(request.cursor, 'base64url').toString('utf8')
  if (request.cursor.length > 300 || !/^[\w.:-]{1,200}$/.test(key))
    throw new HubError('bad_input', 'The cursor is not valid')
  return key
}

export function readNumberCursor(request: PageRequest): number | null {
  const key = readCursor(request)
  if (key === null) return null
  if (!/^\d{1,15}$/.test(key)) throw new HubError('bad_input', 'The cursor is not valid')
  return Number(key)
}

function limitOf({ limit }: PageRequest): number {
  return Math.min(Math.max(Math.trunc(limit ?? usual), 1), most)
}

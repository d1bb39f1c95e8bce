import { z } from 'zod'
import { HubError } from '../../../errors/hub-error.ts'
import { headerOf } from '../../../wordpress/answer.ts'
import { fields, stringsOf } from '../../../wordpress/json.ts'
import type { OpenWordPress } from '../open-site.ts'
import { endpointOf } from '../routes/site-routes.ts'
import { unseenId } from '../unseen-id.ts'
import { askSite, readItems } from './ask-site.ts'
import { resolveRoute, sentOf } from './resolve-route.ts'
import type { Input, Item, Resource } from './resource.ts'

export interface Page {
  readonly items: readonly Item[]
  /** Where the next page begins; `null` at the end. */
  readonly next: string | null
  /** As the site counts them; `null` where it does not. */
  readonly total: number | null
}

/** Of a list's input: what is ours and not the site's. */
export const paging = {
  limit: z.number().int().min(1).max(100).default(100).describe('How many at most, up to 100'),
  cursor: z.string().max(200).optional().describe('The `next` of the page before'),
  fields: z
    .array(z.string().regex(/^[\w.-]{1,100}$/))
    .max(100)
    .optional()
    .describe('Only these fields of each, such as `title.raw`'),
}

const cursorShape = z.object({ at: z.number().int().min(0).max(10_000_000), last: z.number().int().nullable() })
type Cursor = z.infer<typeof cursorShape>

/** How often one page is asked for anew, because what was before it has changed or it was too large. */
const mostTries = 20

/**
 * One page of a list. By id, it begins one before where the last one ended: when that is not there any more, something
 * before it was deleted and all moved up, so we go back until we know where we are. What is new comes after the end (or,
 * newest first, before the beginning, and is left out by its id). So nothing that was there all the time is missed or told
 * twice, however much comes and goes meanwhile.
 */
export async function readPage(site: OpenWordPress, resource: Resource, input: Input): Promise<Page> {
  const { list } = resource
  if (list === undefined) throw new HubError('internal', `There is no list of ${resource.many}`)
  if (list.paging === 'none' || !takes(site, resource, input, 'page')) return readAll(site, resource, input)
  if (list.paging === 'page' || input.orderby !== undefined || !isOrderedById(site, resource, input))
    return readNumbered(site, resource, input)
  return readById(site, resource, input)
}

/** All of a list, page after page; at most `most`. */
export async function* iterateItems(
  site: OpenWordPress,
  resource: Resource,
  input: Input,
  most = 1_000_000,
): AsyncGenerator<Item> {
  let count = 0
  let cursor: string | null = null
  do {
    const page: Page = await readPage(site, resource, { ...input, ...(cursor === null ? {} : { cursor }) })
    for (const one of page.items) {
      if (++count > most) return
      yield one
    }
    cursor = page.next
  } while (cursor !== null)
}

async function readById(site: OpenWordPress, resource: Resource, input: Input): Promise<Page> {
  const { order = 'desc', ...args } = argsOf(resource, input)
  const isPast = (id: number, last: number): boolean => (order === 'asc' ? id > last : id < last)
  const query = { ...args, orderby: 'id', order }
  const canOffset = takes(site, resource, input, 'offset')
  const { at, last } = readCursor(input)
  let size = limitOf(input)
  let start = last === null ? at : beforeOf(at)
  let isKnown = last === null || start === 0
  for (let tries = 1; ; tries++) {
    const place = canOffset ? { offset: start } : { page: start / size + 1 }
    const asked = await ask(site, resource, input, query, { ...place, per_page: size }).catch(smaller)
    if (asked === null) {
      size = Math.max(1, Math.floor(size / 4))
      continue
    }
    const { items, total, count } = asked
    if (!isKnown && last !== null && items.every((one) => isPast(idOf(one), last)) && tries < mostTries) {
      start = Math.max(start - size, 0)
      isKnown = start === 0
      continue
    }
    isKnown = true
    const fresh = last === null ? items : items.filter((one) => isPast(idOf(one), last))
    const isEnd = total === null ? count < size : start + size >= total
    if (fresh.length > 0 || isEnd || tries >= mostTries) {
      const end = fresh.at(-1)
      const next = isEnd ? null : writeCursor({ at: start + size, last: end === undefined ? last : idOf(end) })
      return { items: fresh, next, total }
    }
    // All of the page was told before, or is hidden from this user.
    start += size
  }

  /** One before, or the whole page that holds it where a list knows pages alone. */
  function beforeOf(position: number): number {
    const before = Math.max(position - 1, 0)
    return canOffset ? before : Math.floor(before / size) * size
  }

  function smaller(error: unknown): null {
    if (!(error instanceof HubError) || error.code !== 'too_large' || size === 1) throw error
    // Pages of another size begin elsewhere: from the first one on, what was told is left out by its id.
    if (!canOffset) start = 0
    return null
  }
}

/**
 * Whether the list has an argument. Of some, WordPress takes the number of a page alone, as all do; older ones come whole.
 * Where the site hides its index, the number of a page is what is sure.
 */
function takes(site: OpenWordPress, resource: Resource, input: Input, name: 'page' | 'offset'): boolean {
  const route = site.facts.routes.find(resolveRoute(site, resource.route, input))
  return route === null ? name === 'page' : Object.hasOwn(endpointOf(route, 'GET')?.args ?? {}, name)
}

/** Revisions of some types have no order to choose. */
function isOrderedById(site: OpenWordPress, resource: Resource, input: Input): boolean {
  const route = site.facts.routes.find(resolveRoute(site, resource.route, input))
  const orders = route === null ? undefined : fields(endpointOf(route, 'GET')?.args.orderby).enum
  return orders === undefined ? route === null : stringsOf(orders).includes('id')
}

async function readNumbered(site: OpenWordPress, resource: Resource, input: Input): Promise<Page> {
  const size = limitOf(input)
  const page = Math.max(readCursor(input).at, 1)
  const { items, total, count } = await ask(site, resource, input, argsOf(resource, input), { page, per_page: size })
  const isEnd = total === null ? count < size : page * size >= total
  return { items, next: isEnd ? null : writeCursor({ at: page + 1, last: null }), total }
}

async function readAll(site: OpenWordPress, resource: Resource, input: Input): Promise<Page> {
  const start = readCursor(input).at
  const { items } = await ask(site, resource, input, argsOf(resource, input), {})
  const end = start + limitOf(input)
  const next = end < items.length ? writeCursor({ at: end, last: null }) : null
  return { items: items.slice(start, end), next, total: items.length }
}

async function ask(
  site: OpenWordPress,
  resource: Resource,
  input: Input,
  args: Input,
  extra: Readonly<Record<string, number>>,
): Promise<{ readonly items: Item[]; readonly total: number | null; readonly count: number }> {
  const template = resolveRoute(site, resource.route, input)
  const chosen = (input.fields as readonly string[] | undefined)?.join(',') ?? resource.list?.fields
  // Without the id, the next page could not be told from this one.
  const wanted = chosen === undefined ? {} : { _fields: resource.list?.paging === 'id' ? `id,${chosen}` : chosen }
  const isFresh = site.facts.routes.find(template)?.endpoints.some((one) => Object.hasOwn(one.args, 'exclude')) === true
  const past = isFresh && args.exclude === undefined ? { exclude: unseenId() } : {}
  const question = { template, values: input, args, extra: { ...extra, ...wanted, ...past } }
  const answer = await askSite(site, question).catch(nothingThere)
  if (answer === null) return { items: [], total: null, count: 0 }
  const header = headerOf(answer, 'x-wp-total')
  const total = /^\d{1,9}$/.test(header) ? Number(header) : null
  const own = readItems(answer, template)
  const { per_page: size = 0, offset, page = 1 } = extra
  const expected = total === null ? 0 : Math.min(size, total - (offset ?? (page - 1) * size))
  // What the user may read and not edit is left out of an editor's list without a word.
  const isShort = own.length < expected && args.context === undefined
  const items = isShort
    ? completed(
        own,
        readItems(await askSite(site, { ...question, args: { ...args, context: 'view' } }), template),
        args,
      )
    : own
  const isPaged = resource.list?.paging === 'id' && args.orderby === 'id'
  const belongs = resource.list?.belongs ?? (() => true)
  const kept = items.filter((one) => belongs(one, input) && (!isPaged || typeof one.id === 'number'))
  return { items: kept, total, count: items.length }
}

/** All that a visitor sees too, each as an editor sees it where that is known; in the order of the list. */
function completed(own: readonly Item[], visible: readonly Item[], { orderby, order }: Input): Item[] {
  const editable = new Map(own.map((one) => [one.id, one]))
  const shown = new Set(visible.map(({ id }) => id))
  const all = [...visible.map((one) => editable.get(one.id) ?? one), ...own.filter(({ id }) => !shown.has(id))]
  return orderby === 'id' ? all.sort((a, b) => (order === 'asc' ? idOf(a) - idOf(b) : idOf(b) - idOf(a))) : all
}

/** Revisions are refused past their end, where other lists are empty. */
function nothingThere(error: unknown): null {
  if (error instanceof HubError && /_invalid_(?:offset|page)_number$/.test(error.code)) return null
  throw error
}

function argsOf(resource: Resource, input: Input): Input {
  return sentOf(input, resource.within, paging)
}

function limitOf({ limit }: Input): number {
  return typeof limit === 'number' ? limit : 100
}

function idOf({ id }: Item): number {
  return typeof id === 'number' ? id : 0
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.at, cursor.last])).toString('base64url')
}

function readCursor({ cursor }: Input): Cursor {
  if (cursor === undefined) return { at: 0, last: null }
  const [at, last] = decode(String(cursor))
  const { data } = cursorShape.safeParse({ at, last })
  if (data !== undefined) return data
  throw new HubError('bad_input', 'This cursor is none of this list', { fix: 'Give the `next` of the page before.' })
}

function decode(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    // Not one of ours: the caller says so.
    return []
  }
}

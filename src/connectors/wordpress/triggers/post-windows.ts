import { HubError } from '../../../errors/hub-error.ts'
import { headerOf } from '../../../wordpress/answer.ts'
import { stringOf } from '../../../wordpress/json.ts'
import { everyStatus } from '../find-posts.ts'
import type { OpenWordPress } from '../open-site.ts'
import { askSite, readItems } from '../resources/ask-site.ts'
import { resolveRoute } from '../resources/resolve-route.ts'
import type { Input, Item } from '../resources/resource.ts'
import { unseenId } from '../unseen-id.ts'

/** What tells that a post has changed, without its content. */
export interface Glimpse {
  readonly id: number
  readonly status: string
  /** UTC, `2026-11-22T10:00:00`. */
  readonly modified: string
  readonly date: string
}

/** From where on each of the three orders of posts is looked at. */
export interface Bounds {
  /** `null`: the newest hundred. */
  readonly id: number | null
  /** UTC, like those of a glimpse. Of posts modified in this very second, those above `tie` by their id. */
  readonly modified: string
  readonly tie: number
  readonly date: string
}

/** Whether a post is looked at by these bounds. */
export function isAbove(one: Glimpse, from: Bounds): boolean {
  return isModifiedAfter(one, from) || from.id === null || one.id > from.id || isDatedAfter(one, from.date)
}

export function isModifiedAfter({ id, modified }: Glimpse, from: Pick<Bounds, 'modified' | 'tie'>): boolean {
  return modified > from.modified || (modified === from.modified && id > from.tie)
}

/** Whether people see it since then: scheduled posts go live by their date alone. */
export function isDatedAfter({ date, status }: Glimpse, time: string): boolean {
  return date > time && status === 'publish'
}

interface Windows {
  readonly glimpses: readonly Glimpse[]
  /** The site's own clock, in ms. */
  readonly now: number
  /** The highest id there is, and the lowest of the newest hundred. */
  readonly newest: number
  readonly hundredth: number
  /** Where there is more than was read: how far was read, by when it was modified and by its date. */
  readonly cutAt: { readonly modified: string | null; readonly date: string | null }
}

const size = 100
const mostPages = 50
const statuses: Readonly<Record<string, string>> = { attachment: 'inherit,private,trash' }

/**
 * All posts of a type that may have changed: those modified lately, the newest ids (a new post with a date in the past is
 * modified in the past as well), and those whose date has come lately (WordPress publishes a scheduled post without touching
 * when it was modified). Three requests where little happens; where `isEnough` says so of the first of them, no more is read.
 */
export async function readWindows(
  site: OpenWordPress,
  type: string,
  from: Bounds,
  isEnough: (glimpses: readonly Glimpse[]) => boolean = () => false,
): Promise<Windows> {
  const { id: lowest, modified, date } = from
  // Databases order posts of one second as they like, so that a page may repeat some of the page before.
  const all = new Map<number, Glimpse>()
  const isMore = (page: readonly Glimpse[]): boolean => {
    for (const one of page) if (isAbove(one, from)) all.set(one.id, one)
    return !isEnough([...all.values()])
  }
  const after = { orderby: 'modified', order: 'asc', modified_after: `${secondBefore(modified)}Z` }
  const [status, changed] = await readWindow(site, type, { ...after, status: statuses[type] ?? everyStatus }, isMore)
    .then((read) => [{ status: statuses[type] ?? everyStatus }, read] as const)
    .catch(async (error: unknown) => {
      // Who may not write may not ask for drafts.
      if (!isForbiddenStatus(error)) throw error
      return [{}, await readWindow(site, type, after, isMore)] as const
    })
  const { now } = changed
  const cutAt = { modified: changed.isCut ? (changed.glimpses.at(-1)?.modified ?? null) : null, date: null }
  if (isEnough([...all.values()])) return { glimpses: [...all.values()], now, newest: 0, hundredth: 0, cutAt }
  const isNew = (page: readonly Glimpse[]): boolean => lowest !== null && (page.at(-1)?.id ?? lowest) > lowest
  const ids = await readWindow(site, type, { orderby: 'id', order: 'desc', ...status }, isNew)
  const dated = { orderby: 'date', order: 'asc', after: `${date}Z`, ...(type === 'attachment' ? status : {}) }
  const live = await readWindow(site, type, dated, () => true)
  const glimpses = new Map<number, Glimpse>()
  const recent = ids.glimpses.filter(({ id }) => lowest === null || id > lowest)
  for (const one of [...recent, ...changed.glimpses, ...live.glimpses])
    if (isAbove(one, from)) glimpses.set(one.id, one)
  return {
    glimpses: [...glimpses.values()],
    now,
    newest: Math.max(0, ...ids.glimpses.map(({ id }) => id)),
    hundredth: ids.glimpses[size - 1]?.id ?? 0,
    cutAt: { ...cutAt, date: live.isCut ? (live.glimpses.at(-1)?.date ?? null) : null },
  }
}

/** What WordPress takes as "after" leaves that very second out. */
export function secondBefore(time: string): string {
  return new Date(Date.parse(`${time}Z`) - 1000).toISOString().slice(0, 19)
}

function isForbiddenStatus(error: unknown): boolean {
  return error instanceof HubError && ['rest_forbidden_status', 'rest_invalid_param'].includes(error.code)
}

/** Pages of a list, as long as `goesOn` wants more. A post that moves meanwhile is seen by the next look: windows overlap. */
async function readWindow(
  site: OpenWordPress,
  type: string,
  args: Input,
  goesOn: (page: readonly Glimpse[]) => boolean,
): Promise<{ readonly glimpses: readonly Glimpse[]; readonly now: number; readonly isCut: boolean }> {
  const template = resolveRoute(site, '{type}', { type })
  const glimpses: Glimpse[] = []
  let now = Date.now()
  for (let page = 1; page <= mostPages; page++) {
    const extra = { per_page: size, page, exclude: unseenId(), _fields: 'id,status,modified_gmt,date_gmt' }
    // As a visitor sees them: an editor's list leaves out what the user may read and not edit.
    const answer = await askSite(site, { template, values: {}, args: { ...args, context: 'view' }, extra })
    const items = readItems(answer, template)
    const clock = Date.parse(headerOf(answer, 'date'))
    if (page === 1 && Number.isFinite(clock)) now = clock
    const read = items.flatMap((item) => readGlimpse(item) ?? [])
    glimpses.push(...read)
    const pages = Number(headerOf(answer, 'x-wp-totalpages')) || 0
    if (!goesOn(read) || page >= pages) return { glimpses, now, isCut: false }
  }
  return { glimpses, now, isCut: true }
}

const mostAtOnce = 20

/** Posts with their content, those that are still there; unrendered where the user may edit them. */
export async function readWhole(site: OpenWordPress, type: string, ids: readonly number[]): Promise<Map<number, Item>> {
  const found = new Map<number, Item>()
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const wanted = ids.slice(at, at + mostAtOnce)
    for (const context of [undefined, 'view']) {
      const include = wanted.filter((id) => !found.has(id))
      for (const item of include.length === 0 ? [] : await readSome(site, type, include, context))
        if (typeof item.id === 'number') found.set(item.id, item)
    }
  }
  return found
}

async function readSome(
  site: OpenWordPress,
  type: string,
  include: readonly number[],
  context?: string,
): Promise<Item[]> {
  const template = resolveRoute(site, '{type}', { type })
  const status = statuses[type] ?? everyStatus
  const args = { include, per_page: size, ...(context === undefined ? { status } : { context, status }) }
  const extra = { exclude: unseenId(), _fields: fieldsOf(type) }
  try {
    return readItems(await askSite(site, { template, values: {}, args, extra }), template)
  } catch (error) {
    if (!isForbiddenStatus(error)) throw error
    const { status: _status, ...open } = args
    return readItems(await askSite(site, { template, values: {}, args: open, extra }), template)
  }
}

function fieldsOf(type: string): string {
  const own = 'id,status,link,slug,modified_gmt,date_gmt,title.raw,title.rendered,author'
  if (type === 'attachment')
    return `${own},alt_text,caption.raw,description.raw,source_url,mime_type,media_details.file`
  return `${own},content.raw,excerpt.raw,featured_media,parent`
}

export function readGlimpse({ id, status, modified_gmt: modified, date_gmt: date }: Item): Glimpse | null {
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return null
  return {
    id,
    status: stringOf(status, 50) ?? '',
    modified: stringOf(modified, 19) ?? '',
    date: stringOf(date, 19) ?? '',
  }
}

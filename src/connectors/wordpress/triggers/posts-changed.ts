import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fields, stringOf } from '../../../wordpress/json.ts'
import { type Trigger, trigger } from '../../trigger.ts'
import type { OpenWordPress } from '../open-site.ts'
import { type } from '../resources/fields.ts'
import type { Item } from '../resources/resource.ts'
import { type Glimpse, isAbove, readGlimpse, readWhole, readWindows, secondBefore } from './post-windows.ts'

/**
 * How a change is told once, whatever clocks and caches do. The cursor holds three bounds (id, modified, date) and of every
 * post above one of them a stamp. A look reads all above the bounds, and a post
 * - **without a stamp** is new, or has come above a bound by being changed: told.
 * - **with another stamp of modified, status and date**: told.
 * - **with the same one, modified within the last ten minutes**: its content is read; another hash is a change in the same
 *   second, or one that a cache hid: told.
 * - **with the same one** otherwise: nothing.
 *
 * The bounds follow the site's own clock 26 hours behind: WordPress orders by its local time, which jumps when summer ends
 * or when somebody chooses another zone, and replicas lag. Not seen: what is deleted for ever, custom fields and terms
 * changed without saving the post, and of several changes between two looks all but the last.
 */
const behindMs = 26 * 3600_000
const freshMs = 10 * 60_000
/** Of stamps: some 40 KB. When there are more, the bound of modified rises. */
const mostSeen = 1500
const mostTold = 200
const mostFresh = 100
const longestContent = 50_000

const cursorShape = z.object({
  id: z.number().int().min(0),
  modified: z.string().max(19),
  tie: z.number().int().min(0),
  date: z.string().max(19),
  /** The highest id there was. */
  newest: z.number().int().min(0),
  /** Counts the looks that told something, from when it began: a post may come back to what it was, and that is told too. */
  look: z.number().int().min(0),
  /** By id: a hash of modified, status and date, and one of the content where it was read. */
  seen: z.record(z.string(), z.string().max(20)),
})
type Cursor = z.infer<typeof cursorShape>
type Bound = Pick<Cursor, 'modified' | 'tie' | 'date'>

const input = z.object({
  type,
  status: z
    .array(z.string().max(50))
    .max(20)
    .optional()
    .describe('Told only when it has one of these: publish, draft, trash…')
    .meta({ lookup: 'statuses' }),
})
type Asked = z.infer<typeof input>

const output = z.object({
  id: z.number(),
  type: z.string(),
  change: z.enum(['new', 'changed']),
  status: z.string(),
  link: z.string(),
  slug: z.string(),
  title: z.string(),
  author: z.number().nullable(),
  date: z.string().describe('UTC'),
  modified: z.string().describe('UTC'),
  excerpt: z.string(),
  content: z.string().nullable().describe('As stored; null where it is too long or not shown to the user'),
})
type ChangedPost = z.infer<typeof output>

export const postsChanged: Trigger<OpenWordPress, Asked, Cursor, ChangedPost> = trigger({
  title: 'A post was made or changed',
  description:
    'Of any post type, and files (type attachment): written, published, scheduled ones gone live, trashed, restored.',
  input,
  output,
  cursor: cursorShape,

  async begin(site, { type }) {
    const start = toText(Date.now() - behindMs)
    const from = { id: null, modified: start, tie: 0, date: start }
    const { glimpses, now, newest, hundredth } = await readWindows(site, type, from)
    const whole = await readWhole(site, type, freshOf(glimpses, now))
    const seen = Object.fromEntries(glimpses.map((one) => [one.id, stampOf(one, whole.get(one.id))]))
    return bounded({ id: hundredth, ...boundsAt(now, from), newest, look: Date.now(), seen }, glimpses, true)
  },

  async poll(site, { type, status }, cursor) {
    const isKnown = (one: Glimpse): boolean => lightOf(cursor.seen[one.id]) === lightStamp(one)
    // Where stamps must go, all that is still to be told must be known.
    const isRoomy = Object.keys(cursor.seen).length <= mostSeen - mostTold
    const isEnough = (read: readonly Glimpse[]): boolean =>
      isRoomy && read.filter((one) => !isKnown(one)).length > mostTold
    const { glimpses, now, newest, hundredth, cutAt } = await readWindows(site, type, cursor, isEnough)
    const changed = glimpses.filter((one) => !isKnown(one)).sort(byTime)
    const fresh = freshOf(glimpses.filter(isKnown), now)
    const taken = changed.slice(0, mostTold)
    const whole = await readWhole(site, type, [...new Set([...taken.map(({ id }) => id), ...fresh])])
    const seen = { ...cursor.seen }
    const items: { key: string; item: ChangedPost }[] = []
    for (const [id, post] of whole) {
      const glimpse = readGlimpse(post)
      if (glimpse === null) continue
      const [before, after] = [cursor.seen[id], stampOf(glimpse, post)]
      seen[id] = after
      const isSame = before === after || (lightOf(before) === lightOf(after) && fullOf(before) === '')
      if (isSame || (status !== undefined && !status.includes(glimpse.status))) continue
      const change = before === undefined && id > cursor.newest ? 'new' : 'changed'
      items.push({ key: `${id}:${cursor.look}`, item: tell(type, change, glimpse, post) })
    }
    items.sort((a, b) => byTime(a.item, b.item))
    const untold = changed.length - taken.length
    const isCut = cutAt.modified !== null || cutAt.date !== null
    const at = isCut ? boundsAtCut(cursor, cutAt) : boundsAt(now, cursor)
    // Nothing is passed that is still to be told.
    const look = cursor.look + (items.length > 0 ? 1 : 0)
    const next =
      untold > 0
        ? { ...cursor, look, seen }
        : { id: Math.max(cursor.id, hundredth), ...at, newest: Math.max(newest, cursor.newest), look, seen }
    return { items, cursor: bounded(next, glimpses, untold === 0), more: untold > 0 || isCut }
  },
})

function byTime(
  a: { readonly modified: string; readonly id: number },
  b: { readonly modified: string; readonly id: number },
): number {
  return a.modified < b.modified ? -1 : a.modified > b.modified ? 1 : a.id - b.id
}

function freshOf(glimpses: readonly Glimpse[], now: number): number[] {
  const after = toText(now - freshMs)
  return glimpses
    .filter(({ modified }) => modified >= after)
    .sort(byTime)
    .slice(-mostFresh)
    .map(({ id }) => id)
}

/** Bounds never go back: a clock that was set back would make old posts look changed. */
function boundsAt(now: number, before: Bound): Bound {
  const behind = toText(now - behindMs)
  const later = (bound: string): string => [bound, behind].sort()[1] ?? behind
  const modified = later(before.modified)
  return { modified, tie: modified === before.modified ? before.tie : 0, date: later(before.date) }
}

/** After more changes than one look reads, the next one begins where this one ended, a second before. */
function boundsAtCut(
  { modified, tie, date }: Cursor,
  cutAt: { readonly modified: string | null; readonly date: string | null },
): Bound {
  const beyond = (bound: string, cut: string | null): string => {
    if (cut === null) return bound
    const before = secondBefore(cut)
    return before > bound ? before : cut
  }
  const next = beyond(modified, cutAt.modified)
  return { modified: next, tie: next === modified ? tie : 0, date: beyond(date, cutAt.date) }
}

/**
 * Only stamps of what the next look can see are kept. Where they are too many, those go that were modified first, and the
 * bounds rise above them: what is still to be told was modified later.
 */
function bounded(cursor: Cursor, glimpses: readonly Glimpse[], isAllTold: boolean): Cursor {
  const kept = glimpses.filter((one) => cursor.seen[one.id] !== undefined && isAbove(one, cursor)).sort(byTime)
  const read = new Set(glimpses.map(({ id }) => String(id)))
  // Before all is told, not everything was read.
  const unread = isAllTold ? [] : Object.entries(cursor.seen).filter(([id]) => !read.has(id))
  const dropped = kept.splice(0, Math.max(0, kept.length + unread.length - mostSeen))
  const seen = Object.fromEntries([...unread, ...kept.map(({ id }) => [String(id), cursor.seen[id] ?? ''] as const)])
  const last = dropped.at(-1)
  if (last === undefined) return { ...cursor, seen }
  // Never beyond the present: what is scheduled until then is still to come.
  const present = toText(Date.now())
  const gone = dropped.flatMap(({ date, status }) => (status === 'publish' && date <= present ? [date] : []))
  return {
    ...cursor,
    id: Math.max(cursor.id, ...dropped.map(({ id }) => id)),
    modified: last.modified,
    tie: last.id,
    date: [cursor.date, ...gone].sort().at(-1) ?? cursor.date,
    seen,
  }
}

function tell(
  type: string,
  change: ChangedPost['change'],
  { id, status, modified, date }: Glimpse,
  post: Item,
): ChangedPost {
  const content = stringOf(fields(post.content).raw, longestContent + 1)
  return {
    id,
    type,
    change,
    status,
    link: stringOf(post.link, 2048) ?? '',
    slug: stringOf(post.slug, 400) ?? '',
    title: stringOf(fields(post.title).raw ?? fields(post.title).rendered, 1000) ?? '',
    author: typeof post.author === 'number' ? post.author : null,
    date,
    modified,
    excerpt: stringOf(fields(post.excerpt).raw, 5000) ?? '',
    content: content === null || content.length > longestContent ? null : content,
  }
}

function lightStamp({ modified, status, date }: Glimpse): string {
  return hash([modified, status, date])
}

function stampOf(glimpse: Glimpse, post: Item | undefined): string {
  if (post === undefined) return lightStamp(glimpse)
  const { id: _id, link: _link, modified_gmt: _modified, ...rest } = post
  return `${lightStamp(glimpse)}.${hash(rest)}`
}

function lightOf(stamp: string | undefined): string {
  return stamp?.split('.')[0] ?? ''
}

function fullOf(stamp: string | undefined): string {
  return stamp?.split('.')[1] ?? ''
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8)
}

function toText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19)
}

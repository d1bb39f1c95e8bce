import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fields, stringOf } from '../../../wordpress/json.ts'
import { type Trigger, trigger } from '../../trigger.ts'
import type { OpenWordPress } from '../open-site.ts'
import { type } from '../resources/fields.ts'
import type { Item } from '../resources/resource.ts'
import {
  behindMs,
  bounded,
  boundsAt,
  boundsAtCut,
  byPassing,
  byTime,
  type Cursor,
  cursorShape,
  mostSeen,
  toText,
} from './post-cursor.ts'
import { type Glimpse, readGlimpse, readWhole, readWindows } from './post-windows.ts'

/**
 * How a change is told once, whatever clocks and caches do. The cursor holds three bounds (id, modified, date) and of every
 * post above one of them a stamp. A look reads all above the bounds, and a post
 * - **without a stamp** is new, or has come above a bound by being changed: told.
 * - **with another stamp of modified, status and date**: told.
 * - **with the same one, modified later than ten minutes before the last look**: its content is read; another hash is a
 *   change in the same second, or one that a cache hid: told.
 * - **with the same one** otherwise: nothing.
 *
 * The bounds follow the site's own clock 26 hours behind: WordPress orders by its local time, which jumps when summer ends
 * or when somebody chooses another zone, and replicas lag. Not seen: what is deleted for ever, custom fields and terms
 * changed without saving the post, and of several changes between two looks all but the last.
 */
const freshMs = 10 * 60_000
const mostTold = 200
const mostFresh = 100
const longestContent = 50_000

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
    const whole = await readWhole(site, type, freshOf(glimpses, toText(now)))
    const seen = Object.fromEntries(glimpses.map((one) => [one.id, stampOf(one, whole.get(one.id))]))
    const bounds = { id: hundredth, ...boundsAt(now, from) }
    return bounded({ ...bounds, newest, looked: toText(now), look: Date.now(), seen }, glimpses, [])
  },

  async poll(site, { type, status }, cursor) {
    const isKnown = (one: Glimpse): boolean => lightOf(cursor.seen[one.id]) === lightStamp(one)
    // Where stamps must go, all that is still to be told must be known.
    const isRoomy = Object.keys(cursor.seen).length <= mostSeen - mostTold
    const isEnough = (read: readonly Glimpse[]): boolean =>
      isRoomy && read.filter((one) => !isKnown(one)).length > mostTold
    const { glimpses, now, newest, hundredth, cutAt } = await readWindows(site, type, cursor, isEnough)
    const changed = glimpses.filter((one) => !isKnown(one)).sort(byPassing(cursor))
    const fresh = freshOf(glimpses.filter(isKnown), cursor.looked)
    const taken = changed.slice(0, mostTold)
    const untold = changed.slice(mostTold)
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
    const isCut = cutAt.modified !== null || cutAt.date !== null
    const at = isCut ? boundsAtCut(cursor, cutAt) : boundsAt(now, cursor)
    const look = cursor.look + (items.length > 0 ? 1 : 0)
    const highest = { id: Math.max(cursor.id, hundredth), newest: Math.max(newest, cursor.newest) }
    // Nothing is passed that is still to be told.
    const next = untold.length > 0 ? { ...cursor, look, seen } : { ...highest, ...at, looked: toText(now), look, seen }
    return { items, cursor: bounded(next, glimpses, untold), more: untold.length > 0 || isCut }
  },
})

/** What was modified so late that the last look (UTC) may have seen less than there is now. */
function freshOf(glimpses: readonly Glimpse[], looked: string): number[] {
  const after = toText(Date.parse(`${looked}Z`) - freshMs)
  return glimpses
    .filter(({ modified }) => modified >= after)
    .sort(byTime)
    .slice(-mostFresh)
    .map(({ id }) => id)
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

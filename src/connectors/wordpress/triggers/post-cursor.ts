import { z } from 'zod'
import { type Glimpse, isAbove, isDatedAfter, isModifiedAfter, secondBefore } from './post-windows.ts'

/** What is remembered between two looks at posts: the bounds above which posts are looked at, and what was seen there. */
export const cursorShape = z.object({
  id: z.number().int().min(0),
  modified: z.string().max(19),
  tie: z.number().int().min(0),
  date: z.string().max(19),
  /** The highest id there was. */
  newest: z.number().int().min(0),
  /** When the last look was that told all there was, by the site's own clock. UTC. */
  looked: z.string().max(19),
  /** Counts the looks that told something, from when it began: a post may come back to what it was, and that is told too. */
  look: z.number().int().min(0),
  /** By id: a hash of modified, status and date, and one of the content where it was read. */
  seen: z.record(z.string(), z.string().max(20)),
})
export type Cursor = z.infer<typeof cursorShape>
type Bound = Pick<Cursor, 'modified' | 'tie' | 'date'>

/** How far the bounds are behind the site's clock. */
export const behindMs = 26 * 3600_000
/** Of stamps: some 40 KB. When there are more, bounds rise. */
export const mostSeen = 1500

export function byTime(
  a: { readonly modified: string; readonly id: number },
  b: { readonly modified: string; readonly id: number },
): number {
  return compareTexts(a.modified, b.modified) || a.id - b.id
}

/**
 * The order in which posts are told, and in which their stamps go: those that only their id brings into sight, by id; those
 * that their date does, by date; those that were modified, by when. So each bound can rise above what went without passing
 * what is still to be told: a rising bound of ids hides nothing but posts of the first kind, one of dates none of the third.
 */
export function byPassing(from: Bound): (a: Glimpse, b: Glimpse) => number {
  return (a, b) => {
    const kind = kindOf(a, from)
    if (kind !== kindOf(b, from)) return kind - kindOf(b, from)
    return kind === 2 ? byTime(a, b) : (kind === 1 && compareTexts(a.date, b.date)) || a.id - b.id
  }
}

/** 0: above the bound of ids alone; 1: of dates, but not of modified; 2: of modified. */
function kindOf(one: Glimpse, from: Bound): 0 | 1 | 2 {
  if (isModifiedAfter(one, from)) return 2
  return isDatedAfter(one, from.date) ? 1 : 0
}

/** Bounds never go back: a clock that was set back would make old posts look changed. */
export function boundsAt(now: number, before: Bound): Bound {
  const behind = toText(now - behindMs)
  const later = (bound: string): string => [bound, behind].sort()[1] ?? behind
  const modified = later(before.modified)
  return { modified, tie: modified === before.modified ? before.tie : 0, date: later(before.date) }
}

/** After more changes than one look reads, the next one begins where this one ended, a second before. */
export function boundsAtCut(
  { modified, tie, date }: Bound,
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
 * Only stamps of what the next look can see are kept. Where they are too many, those before the first post that is still to
 * be told go, in the order of telling, and bounds rise above them: each only by posts that are above it, so none goes back.
 * @param untold in the order of telling
 */
export function bounded(cursor: Cursor, glimpses: readonly Glimpse[], untold: readonly Glimpse[]): Cursor {
  const stamped = glimpses.filter((one) => cursor.seen[one.id] !== undefined && isAbove(one, cursor))
  const read = new Set(glimpses.map(({ id }) => String(id)))
  // Before all is told, not everything was read.
  const unread = untold.length === 0 ? [] : Object.entries(cursor.seen).filter(([id]) => !read.has(id))
  const raised = raise(cursor, passable(cursor, stamped, untold).slice(0, excessOf(stamped.length + unread.length)))
  const kept = stamped.filter((one) => isAbove(one, raised))
  const seen = Object.fromEntries([...unread, ...kept.map(({ id }) => [String(id), cursor.seen[id] ?? ''] as const)])
  return { ...raised, seen }
}

function excessOf(count: number): number {
  return Math.max(0, count - mostSeen)
}

/** What may go, in order. */
function passable(from: Bound, stamped: readonly Glimpse[], untold: readonly Glimpse[]): Glimpse[] {
  const compare = byPassing(from)
  const present = toText(Date.now())
  const waiting = new Set(untold.map(({ id }) => id))
  const [next] = untold
  const isBefore = (one: Glimpse): boolean =>
    next === undefined ||
    // Of the same second, a bound of dates would pass both.
    (compare(one, next) < 0 && !(kindOf(next, from) === 1 && kindOf(one, from) === 1 && one.date === next.date))
  return (
    stamped
      // What is dated beyond the present stays in sight: a bound there would hide what is scheduled until then.
      .filter((one) => !waiting.has(one.id) && isBefore(one) && !isDatedAfter(one, present))
      .sort(compare)
  )
}

function raise(cursor: Cursor, dropped: readonly Glimpse[]): Cursor {
  const last = dropped.findLast((one) => isModifiedAfter(one, cursor))
  const dates = dropped.filter((one) => isDatedAfter(one, cursor.date)).map(({ date }) => date)
  return {
    ...cursor,
    id: Math.max(cursor.id, ...dropped.map(({ id }) => id)),
    ...(last === undefined ? {} : { modified: last.modified, tie: last.id }),
    date: dates.sort(compareTexts).at(-1) ?? cursor.date,
  }
}

export function toText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

import { expect, test } from 'vitest'
import { bounded, byPassing, type Cursor, mostSeen, toText } from './post-cursor.ts'
import { type Glimpse, isAbove } from './post-windows.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const start = Date.now() - dayMs
const mostTold = 200

function post(id: number, modified: number, date = modified): Glimpse {
  return { id, status: 'publish', modified: toText(modified), date: toText(date) }
}

function begin(posts: readonly Glimpse[]): Cursor {
  const at = toText(start)
  const ids = posts.map(({ id }) => id).sort((a, b) => b - a)
  const highest = { id: ids[99] ?? 0, newest: ids[0] ?? 0 }
  const seen = Object.fromEntries(posts.map(({ id, modified }) => [id, modified]))
  return bounded({ ...highest, modified: at, tie: 0, date: at, looked: at, look: 0, seen }, posts, [])
}

/** Looks until nothing is left, with a stamp of modified alone, and everything read each time. */
function follow(posts: readonly Glimpse[], from: Cursor): { told: number[]; cursor: Cursor } {
  const told: number[] = []
  for (let cursor = from; ; ) {
    const glimpses = posts.filter((one) => isAbove(one, cursor))
    const changed = glimpses.filter(({ id, modified }) => cursor.seen[id] !== modified).sort(byPassing(cursor))
    const taken = changed.slice(0, mostTold)
    told.push(...taken.map(({ id }) => id))
    const seen = { ...cursor.seen, ...Object.fromEntries(taken.map(({ id, modified }) => [id, modified])) }
    const next = bounded({ ...cursor, seen }, glimpses, changed.slice(mostTold))
    for (const bound of ['id', 'modified', 'date'] as const) expect(next[bound] >= cursor[bound]).toBe(true)
    expect(Object.keys(next.seen).length).toBeLessThanOrEqual(mostSeen)
    if (changed.length === 0) return { told, cursor: next }
    cursor = next
  }
}

const range = (count: number, first = 1): number[] => Array.from({ length: count }, (_, n) => first + n)
const old = start - 60 * dayMs

test('where more posts change than are remembered, nothing is told that did not change', () => {
  const shop = range(5000).map((id) => post(id, old + id * minuteMs))
  // Old and new ones, slowly, the hundred newest excepted.
  const changed = shop.map((one, n) =>
    n % 3 === 0 && one.id <= 4900 ? post(one.id, start + (n % 1400) * minuteMs + n) : one,
  )
  const { told, cursor } = follow(changed, begin(shop))
  expect(told.sort((a, b) => a - b)).toEqual(changed.filter((one) => !shop.includes(one)).map(({ id }) => id))
  expect(follow(changed, cursor).told).toEqual([])
})

test.each([
  ['alone', 0],
  ['among hundreds that are changed meanwhile', 900],
])('thousands of posts that are imported with dates of the past are each told once: %s', (_, others) => {
  const site = range(1000).map((id) => post(id, old + id * minuteMs))
  // Not in the order of their ids.
  const imported = range(2500, 1001).map((id) => post(id, old - 365 * dayMs + ((id * 7919) % 2500) * minuteMs))
  const changed = site.map((one) => (one.id <= others ? post(one.id, start + one.id * minuteMs) : one))
  const all = [...changed, ...imported]
  const { told, cursor } = follow(all, begin(site))
  expect(told.sort((a, b) => a - b)).toEqual([...range(others), ...range(2500, 1001)])
  expect(follow(all, cursor).told).toEqual([])
})

test('scheduled posts that go live in great numbers are each told once, those with a date to come too', () => {
  const site = range(4000).map((id) => post(id, old))
  const live = site.map((one) => {
    if (one.id <= 1800) return post(one.id, old, start + one.id * 1000)
    return one.id <= 1900 ? post(one.id, old, Date.now() + one.id * minuteMs) : one
  })
  // They were there, with a date that had not come and no stamp.
  const { told, cursor } = follow(live, begin(site))
  expect(told.sort((a, b) => a - b)).toEqual(range(1900))
  expect(follow(live, cursor).told).toEqual([])
})

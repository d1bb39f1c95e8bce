import { createHash } from 'node:crypto'
import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { type Item, listItems } from '../../webflow/items.ts'
import { type Trigger, trigger } from '../trigger.ts'
import { collection, storedItem } from './actions/shapes.ts'
import { collectionOf, type OpenWebflow } from './open-site.ts'

/** Told in one look. */
const most = 100
/** A hundred requests a look: more would leave none for anything else. */
const mostItems = 10_000
/** Of stamps: some 55 KB. */
const mostSeen = 5000
/** How long a change may take to show everywhere at Webflow. */
const overlapMs = 10 * 60_000

const input = z.object({ collection })
/** Which items have changed since a moment (Webflow's own), each with that change. */
const cursor = z.object({ since: z.string().max(40), seen: z.array(z.string().max(20)).max(mostSeen) })
type Cursor = z.infer<typeof cursor>

/**
 * Webflow can neither sort nor filter by the time of a change, so that each look reads all items: one request for a
 * hundred. An item that changes after its page was read may have an older date than one of a later page, so `since` stays
 * behind the newest change by the time that the reading took, and by an overlap. Times are Webflow's own and durations ours,
 * so that clocks do not matter.
 */
const itemsChanged: Trigger<OpenWebflow, z.infer<typeof input>, Cursor, Item> = trigger({
  title: 'An item was created or changed',
  description:
    'Drafts too. Items that were deleted are not told. Each look asks once for a hundred items, up to 10,000.',
  input,
  output: storedItem,
  cursor,
  async begin(open, { collection: wanted }) {
    const { items, tookMs } = await readAll(open, wanted)
    return passed({ since: '', seen: [] }, items, items, tookMs)
  },
  async poll(open, { collection: wanted }, before) {
    const { items, tookMs } = await readAll(open, wanted)
    const seen = new Set(before.seen)
    const changed = items.filter((item) => changeOf(item) > before.since && !seen.has(stampOf(item)))
    const told = changed.slice(0, most)
    const untold = new Set(changed.slice(most))
    const known = items.filter((item) => changeOf(item) > before.since && !untold.has(item))
    return {
      items: told.map((item) => ({ key: `${item.id} ${item.lastUpdated}`, item })),
      cursor: passed(before, known, untold.size > 0 ? told : items, tookMs),
      more: untold.size > 0,
    }
  },
})

/** @param upTo what was told or known, the last change last: nothing untold is older */
function passed({ since }: Cursor, known: readonly Item[], upTo: readonly Item[], tookMs: number): Cursor {
  const newest = Date.parse(changeOf(upTo.at(-1)))
  const behind = Number.isNaN(newest) ? '' : new Date(newest - tookMs - overlapMs).toISOString()
  const bound = behind > since ? behind : since
  const above = known.filter((item) => changeOf(item) > bound)
  const dropped = above.splice(0, Math.max(0, above.length - mostSeen))
  return { since: dropped.length > 0 ? changeOf(dropped.at(-1)) : bound, seen: above.map(stampOf) }
}

/** ISO 8601 in UTC, which sorts as text. */
function changeOf(item: Item | undefined): string {
  return item?.lastUpdated ?? ''
}

function stampOf({ id, lastUpdated }: Item): string {
  return createHash('sha256').update(`${id} ${lastUpdated}`).digest('base64url').slice(0, 8)
}

export const webflowTriggers = { 'items.changed': itemsChanged }

/** Oldest change first. */
async function readAll(
  { client, facts }: OpenWebflow,
  wanted: string,
): Promise<{ readonly items: Item[]; readonly tookMs: number }> {
  const start = Date.now()
  const items: Item[] = []
  for await (const item of listItems(client, collectionOf(facts, wanted).id)) {
    if (items.length >= mostItems) throw new HubError('too_large', `The collection has more than ${mostItems} items`)
    items.push(item)
  }
  const tookMs = Math.max(0, Date.now() - start)
  return { items: items.sort((a, b) => (changeOf(a) < changeOf(b) ? -1 : 1)), tookMs }
}

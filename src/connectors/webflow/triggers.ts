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
/** Ids remembered of the last moment; more items than this changed in one millisecond are told again. */
const mostKnown = 500

const input = z.object({ collection })
/** The last change that was told, and which items had it: several may change in one moment. */
const cursor = z.object({ since: z.string(), known: z.array(z.string()) })

/**
 * Webflow can neither sort nor filter by the time of a change, so that each look reads all items: one request for a
 * hundred. Times are Webflow's own, so that clocks do not matter.
 */
const itemsChanged: Trigger<OpenWebflow, z.infer<typeof input>, z.infer<typeof cursor>, Item> = trigger({
  title: 'An item was created or changed',
  description:
    'Drafts too. Items that were deleted are not told. Each look asks once for a hundred items, up to 10,000.',
  input,
  output: storedItem,
  cursor,
  async begin(open, { collection: wanted }) {
    const items = await readAll(open, wanted)
    const since = items.at(-1)?.lastUpdated ?? ''
    return { since, known: idsAt(items, since) }
  },
  async poll(open, { collection: wanted }, { since, known }) {
    const changed = (await readAll(open, wanted)).filter(
      ({ id, lastUpdated }) => (lastUpdated ?? '') > since || (lastUpdated === since && !known.includes(id)),
    )
    const told = changed.slice(0, most)
    const last = told.at(-1)?.lastUpdated ?? since
    const before = last === since ? known : []
    return {
      items: told.map((item) => ({ key: `${item.id} ${item.lastUpdated}`, item })),
      cursor: { since: last, known: [...before, ...idsAt(told, last)].slice(-mostKnown) },
      more: changed.length > told.length,
    }
  },
})

export const webflowTriggers = { 'items.changed': itemsChanged }

/** Oldest change first; ISO 8601 in UTC sorts as text. */
async function readAll({ client, facts }: OpenWebflow, wanted: string): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of listItems(client, collectionOf(facts, wanted).id)) {
    if (items.length >= mostItems) throw new HubError('too_large', `The collection has more than ${mostItems} items`)
    items.push(item)
  }
  return items.sort((a, b) => ((a.lastUpdated ?? '') < (b.lastUpdated ?? '') ? -1 : 1))
}

function idsAt(items: readonly Item[], moment: string): string[] {
  return items.filter(({ lastUpdated }) => lastUpdated === moment).map(({ id }) => id)
}

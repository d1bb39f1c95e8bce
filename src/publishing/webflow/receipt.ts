import type { ComposedItem } from '../../connectors/webflow/articles/compose-item.ts'
import { hashItem, itemState, verifyItem } from '../../connectors/webflow/articles/item-content.ts'
import type { ItemPlan } from '../../connectors/webflow/articles/plan-item.ts'
import type { FieldData, Item } from '../../connectors/webflow/write-items.ts'
import type { Settlement } from '../../store/publication-leases.ts'
import type { Receipt } from '../receipt.ts'
import type { WebflowPressSite } from './work.ts'

const mostDifferences = 50

/** What was sent against what Webflow stored. */
export function writeReceipt(
  plan: ItemPlan,
  { drops, notes }: Pick<ComposedItem, 'drops' | 'notes'>,
  sent: FieldData,
  stored: Item,
): Receipt {
  const { fields } = plan.target.collection
  const differences = verifyItem(fields, sent, stored).slice(0, mostDifferences)
  const silent = differences
    .filter(({ kind }) => kind === 'dropped')
    .map(({ field }) => ({ field, why: 'Webflow answered without it' }))
  return {
    dropped: [...drops, ...silent].map((drop) => ({ ...drop, snippet: null })),
    changed: differences
      .filter(({ kind }) => kind === 'changed')
      .map(({ field, sent: from, stored: to }) => ({ field, sent: from, stored: to })),
    notes,
  }
}

type Remote = NonNullable<Settlement['remote']>

/** What a row keeps of an item. Its address is where Webflow shows a collection whose page nobody moved. */
export function remoteOf({ open }: Pick<WebflowPressSite, 'open'>, collectionId: string, item: Item): Remote {
  const slug = open.facts.collections.find(({ id }) => id === collectionId)?.slug ?? ''
  return {
    type: collectionId,
    id: null,
    ref: item.id,
    url: `${open.facts.address}/${encodeURIComponent(slug)}/${encodeURIComponent(item.slug)}`,
    status: itemState(item),
    modified: item.lastUpdated,
    hash: hashItem(item),
  }
}

/** The same after a change of its place alone (live, or not): what is remembered of its content stays, and an edit is somebody else's. */
export function placedOf(
  site: Pick<WebflowPressSite, 'open'>,
  collectionId: string,
  item: Item,
  { remoteHash }: { readonly remoteHash: string | null },
): Remote {
  const remote = remoteOf(site, collectionId, item)
  return { ...remote, hash: remoteHash ?? remote.hash }
}

/** The state of a publication whose item is there. `scheduled` by us, or with the next publication of the site. */
export function stateOf(item: Item, plan: ItemPlan | null): 'live' | 'scheduled' | 'draft' {
  if (plan?.state === 'scheduled') return 'scheduled'
  const state = itemState(item)
  if (state === 'queued') return 'scheduled'
  return state === 'live' ? 'live' : 'draft'
}

/** In how many ms we go on with what we publish ourselves at its time; nothing for others. */
export function wakeOf({ state, at }: ItemPlan): { readonly wakeInMs?: number } {
  return state === 'scheduled' && at !== null ? { wakeInMs: Math.max(at - Date.now(), 0) } : {}
}

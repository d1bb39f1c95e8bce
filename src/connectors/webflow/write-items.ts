import * as items from '../../webflow/items.ts'
import type { Call } from '../action.ts'
import { collectionOf, type OpenWebflow } from './open-site.ts'

export type { FieldData, Item } from '../../webflow/items.ts'

/** Where items are made: a collection by id, slug or name. */
export interface InCollection {
  readonly collection: string
}

export interface OneItem extends InCollection {
  readonly item: string
}

interface ItemWrite extends InCollection {
  readonly fields: items.FieldData
  readonly state: 'draft' | 'queued' | 'live'
}

interface ItemChange extends OneItem {
  readonly fields: items.FieldData
  /** As it is, where nothing is said. */
  readonly state?: items.UpdateState | undefined
}

const idOf = ({ facts }: OpenWebflow, { collection }: InCollection): string => collectionOf(facts, collection).id

/** One request. Throws `answer_lost` and others that leave it unknown whether it was made (`fateOf`). */
export async function createItem(site: OpenWebflow, write: ItemWrite, call?: Call): Promise<items.Item> {
  return items.createItem(site.client, idOf(site, write), write.fields, write.state, call)
}

/** One request. `live` only for an item that is live. */
export async function updateItem(site: OpenWebflow, change: ItemChange, call?: Call): Promise<items.Item> {
  return items.updateItem(site.client, idOf(site, change), change.item, change.fields, change.state ?? null, call)
}

/** Up to 100. Says which are live now: the others are not, though nothing was thrown. */
export async function publishItems(
  site: OpenWebflow,
  { items: ids, ...where }: InCollection & { readonly items: readonly string[] },
  call?: Call,
): Promise<items.Published> {
  return items.publishItems(site.client, idOf(site, where), ids, call)
}

/** Keeps it as a draft. One that is not live, or gone, is no error. */
export async function unpublishItem(site: OpenWebflow, one: OneItem, call?: Call): Promise<void> {
  return items.unpublishItem(site.client, idOf(site, one), one.item, call)
}

/** One that is gone already is no error. */
export async function deleteItem(site: OpenWebflow, one: OneItem, call?: Call): Promise<void> {
  return items.deleteItem(site.client, idOf(site, one), one.item, call)
}

/** `null` where it does not exist. */
export async function readItem(site: OpenWebflow, one: OneItem): Promise<items.Item | null> {
  return items.getItem(site.client, idOf(site, one), one.item)
}

/** `null` where there is none. */
export async function findItem(site: OpenWebflow, where: InCollection, slug: string): Promise<items.Item | null> {
  return items.findBySlug(site.client, idOf(site, where), slug)
}

const mostNamesakes = 300

/** Items of exactly this name; at most 300. */
export async function findNamesakes(site: OpenWebflow, where: InCollection, name: string): Promise<items.Item[]> {
  const found: items.Item[] = []
  for await (const item of items.listItems(site.client, idOf(site, where), { name }))
    if (found.push(item) >= mostNamesakes) break
  return found
}

/**
 * Items that a create of these fields may have made, oldest first: under its slug, or under that with a suffix, which
 * Webflow may give where the slug is taken. None without a slug.
 */
export async function findMade(site: OpenWebflow, where: InCollection, fields: items.FieldData): Promise<items.Item[]> {
  const { slug, name } = fields
  if (typeof slug !== 'string' || slug === '') return []
  const same = await findItem(site, where, slug)
  const namesakes = typeof name === 'string' ? await findNamesakes(site, where, name) : []
  const suffixed = namesakes.filter((one) => one.slug.startsWith(`${slug}-`))
  return [...(same === null ? [] : [same]), ...suffixed].sort((a, b) => madeAt(a) - madeAt(b))
}

/** Unix ms, by Webflow's clock. */
export function madeAt({ createdOn }: items.Item): number {
  return Date.parse(createdOn ?? '') || 0
}

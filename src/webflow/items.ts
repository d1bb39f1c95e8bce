import { HubError } from '../errors/hub-error.ts'
import { type Query, segment, type WebflowClient, type WriteOptions } from './client.ts'
import { fieldsOf, listOf, stringOf } from './json.ts'
import { iteratePages, type Page, type Place, pageSize, type ReadSome, readPage } from './pages.ts'

export interface Item {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly isDraft: boolean
  readonly isArchived: boolean
  /** ISO 8601; `null` for one that is not on the live site. */
  readonly lastPublished: string | null
  readonly lastUpdated: string | null
  readonly createdOn: string | null
  readonly locale: string | null
  /** All fields by slug, as the API gives them. */
  readonly fieldData: Readonly<Record<string, unknown>>
}

export type FieldData = Readonly<Record<string, unknown>>

/**
 * By `isDraft` and `lastPublished`, as the API's guide has it. `draft`: not on the live site. `queued`: goes live, or its
 * changes do, with the next publication of the site. `live`: on the live site as it is. `live-with-draft`: on the live site
 * as it was. There is no `scheduled`: the API can neither set nor tell it.
 */
export type ItemState = 'archived' | 'draft' | 'queued' | 'live' | 'live-with-draft'

/** What a change may ask for. */
export type UpdateState = 'archived' | 'draft' | 'queued' | 'live'

export function itemState(item: Pick<Item, 'isDraft' | 'isArchived' | 'lastPublished' | 'lastUpdated'>): ItemState {
  if (item.isArchived) return 'archived'
  if (item.lastPublished === null) return item.isDraft ? 'draft' : 'queued'
  if (item.isDraft) return 'live-with-draft'
  return Date.parse(item.lastUpdated ?? '') > Date.parse(item.lastPublished) ? 'queued' : 'live'
}

interface ItemFilter {
  readonly name?: string
  readonly slug?: string
}

/** All items of a collection, staged ones too: see `iteratePages`. */
export function listItems(client: WebflowClient, collectionId: string, filter: ItemFilter = {}): AsyncGenerator<Item> {
  return iteratePages(readSome(client, collectionId, filter))
}

/** A page of the items of a collection, staged ones too: see `readPage`. */
export function readItemPage(
  client: WebflowClient,
  collectionId: string,
  filter: ItemFilter,
  place: Place,
): Promise<Page<Item>> {
  return readPage(readSome(client, collectionId, filter), place)
}

function readSome(client: WebflowClient, collectionId: string, filter: ItemFilter): ReadSome<Item> {
  return async (offset, limit) => {
    const page = fieldsOf(await client.get(items(collectionId), { ...filter, offset, limit }))
    const { total } = fieldsOf(page.pagination)
    return { found: listOf(page.items, limit).map(readItem), total: typeof total === 'number' ? total : null }
  }
}

/** `null` where it does not exist. */
export async function getItem(client: WebflowClient, collectionId: string, itemId: string): Promise<Item | null> {
  return absent(client.get(item(collectionId, itemId)).then(readItem))
}

/**
 * The item with this slug, which a collection has once: how a create whose answer was lost is found. `null` where there is
 * none. The filter is exact by the API's description; what it lets through is looked at again.
 */
export async function findBySlug(client: WebflowClient, collectionId: string, slug: string): Promise<Item | null> {
  for await (const found of listItems(client, collectionId, { slug })) if (found.slug === slug) return found
  return null
}

/**
 * Creates an item; never repeated by itself. `draft`: staged, and no publication takes it along. `queued`: staged, and live
 * with the next publication of the site. `live`: on the site at once, which fails with `conflict` where the site was never
 * published. Where the slug is taken the API either refuses (`isSlugTaken`) or stores another slug: compare the answer's.
 * `skipInvalidFiles` is said to be false, since its default drops images without a word.
 */
export async function createItem(
  client: WebflowClient,
  collectionId: string,
  fieldData: FieldData,
  state: 'draft' | 'queued' | 'live',
  options?: WriteOptions,
): Promise<Item> {
  const path = state === 'live' ? `${items(collectionId)}/live` : items(collectionId)
  const body = { isArchived: false, isDraft: state === 'draft', fieldData }
  return readItem(await client.post(path, body, strict, options))
}

/**
 * Changes the fields that are given. `live`: on the site at once (`conflict` for an item that is not live); else staged, where
 * `draft` keeps a live item as it is until somebody publishes it, and `archived` takes it from the next publication of the
 * site. `null` says nothing of its state, which leaves it as it is: the API's description has no default for a change.
 */
export async function updateItem(
  client: WebflowClient,
  collectionId: string,
  itemId: string,
  fieldData: FieldData,
  state: UpdateState | null,
  options?: WriteOptions,
): Promise<Item> {
  const path = state === 'live' ? `${item(collectionId, itemId)}/live` : item(collectionId, itemId)
  return readItem(await client.patch(path, { ...flagsOf(state), fieldData }, strict, options))
}

function flagsOf(state: UpdateState | null): { readonly isArchived?: boolean; readonly isDraft?: boolean } {
  if (state === null) return {}
  return state === 'archived' ? { isArchived: true } : { isArchived: false, isDraft: state === 'draft' }
}

/** Deletes it, from the live site too. One that is gone already is no error. */
export async function deleteItem(
  client: WebflowClient,
  collectionId: string,
  itemId: string,
  options?: WriteOptions,
): Promise<void> {
  await absent(client.remove(item(collectionId, itemId), options))
}

/** Takes it from the live site and keeps it as a draft. One that is not live, or gone, is no error. */
export async function unpublishItem(
  client: WebflowClient,
  collectionId: string,
  itemId: string,
  options?: WriteOptions,
): Promise<void> {
  await absent(client.remove(`${item(collectionId, itemId)}/live`, options))
}

export interface Published {
  readonly published: readonly string[]
  /** Webflow's own words. */
  readonly errors: readonly string[]
}

/** Puts up to 100 items on the live site as they are staged. Says which were: the others are not, though nothing was thrown. */
export async function publishItems(
  client: WebflowClient,
  collectionId: string,
  itemIds: readonly string[],
  options?: WriteOptions,
): Promise<Published> {
  if (itemIds.length > pageSize) throw new HubError('bad_input', `At most ${pageSize} items can be published at once`)
  const answer = fieldsOf(await client.post(`${items(collectionId)}/publish`, { itemIds }, {}, options))
  const texts = (value: unknown): string[] =>
    listOf(value).map((entry) => stringOf(entry, 500) ?? JSON.stringify(entry).slice(0, 500))
  return { published: texts(answer.publishedItemIds), errors: texts(answer.errors) }
}

const strict: Query = { skipInvalidFiles: false }

function items(collectionId: string): string {
  return `collections/${segment(collectionId)}/items`
}

function item(collectionId: string, itemId: string): string {
  return `${items(collectionId)}/${segment(itemId)}`
}

async function absent<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof HubError && fieldsOf(error.evidence).status === 404) return null
    throw error
  })
}

function readItem(value: unknown): Item {
  const read = fieldsOf(value)
  const fieldData = fieldsOf(read.fieldData)
  if (typeof read.id !== 'string')
    throw new HubError('unexpected_answer', 'Webflow answered without the id of the item', { retry: 'never' })
  return {
    id: read.id,
    name: stringOf(fieldData.name, 1000) ?? '',
    slug: stringOf(fieldData.slug, 1000) ?? '',
    isDraft: read.isDraft === true,
    isArchived: read.isArchived === true,
    lastPublished: stringOf(read.lastPublished, 100),
    lastUpdated: stringOf(read.lastUpdated, 100),
    createdOn: stringOf(read.createdOn, 100),
    locale: stringOf(read.cmsLocaleId, 100),
    fieldData,
  }
}

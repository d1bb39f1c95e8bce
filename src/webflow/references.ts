import { HubError } from '../errors/hub-error.ts'
import { partKinds, type WebflowArticle } from './article.ts'
import type { WebflowClient, WriteOptions } from './client.ts'
import type { CollectionField } from './collections.ts'
import { createItem, deleteItem, findBySlug, type Item, listItems } from './items.ts'
import { type FieldMapping, type FieldSource, slugOf } from './mapping.ts'
import { isSlugTaken } from './refusal.ts'

/** Names that an article mentions, and the collection whose items they are. */
export interface NeededReferences {
  readonly collectionId: string
  readonly names: readonly string[]
}

/** What to do about a name that no item has. */
export type ReferencePolicy = 'create' | 'skip' | 'fail'

/** Ids of items, by collection and then by name. */
export type ReferenceIds = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Which items an article refers to, by its mapping. Pure: for a plan, before anything is asked. */
export function neededReferences(
  fields: readonly CollectionField[],
  mapping: FieldMapping,
  article: WebflowArticle,
): NeededReferences[] {
  const needed = new Map<string, Set<string>>()
  for (const { slug, type, collectionId } of fields) {
    if (collectionId === null || (type !== 'Reference' && type !== 'MultiReference')) continue
    const names = namesFor(mapping, slug, article)
    const set = needed.get(collectionId) ?? new Set()
    for (const name of type === 'Reference' ? names.slice(0, 1) : names) set.add(name)
    if (set.size > 0) needed.set(collectionId, set)
  }
  return [...needed].map(([collectionId, names]) => ({ collectionId, names: [...names] }))
}

/** The names that a field gets. `Parent > Child` is the child's: collections know no hierarchy. */
export function namesFor(mapping: FieldMapping, slug: string, article: WebflowArticle): string[] {
  const source = Object.hasOwn(mapping, slug) ? mapping[slug] : undefined
  if (source === undefined) return []
  const value = sourceValue(source, article)
  if ('part' in source && !['name', 'names'].includes(partKinds[source.part])) return []
  const list = Array.isArray(value) ? value : [value]
  const names = list.filter((name) => typeof name === 'string').map((name) => name.split('>').at(-1)?.trim() ?? '')
  return [...new Set(names.filter((name) => name !== ''))].slice(0, 200)
}

/** What the article has for a field; `undefined` where it does not say. */
export function sourceValue(source: FieldSource, article: WebflowArticle): unknown {
  if ('part' in source) return article[source.part] ?? undefined
  return Object.hasOwn(article.fields, source.field) ? (article.fields[source.field] ?? undefined) : undefined
}

/**
 * Finds an item by name (whatever its case) or by the slug that the name makes, and creates it where it is missing and the
 * policy says so; `null` by the policy `skip`. `live`: made live at once, since a live item does not show references to
 * staged ones. Throws `not_found` by the policy `fail`, and what the API refuses: a collection may require more fields than a name.
 */
export async function resolveReference(
  client: WebflowClient,
  collectionId: string,
  name: string,
  { policy, live }: { readonly policy: ReferencePolicy; readonly live: boolean },
  options?: WriteOptions,
): Promise<Item | null> {
  const found = await findByName(client, collectionId, name)
  if (found !== null || policy === 'skip') return found
  if (policy === 'create') return make(client, collectionId, name, live, options)
  throw new HubError('not_found', `The collection has no item "${name.slice(0, 200)}"`, {
    fix: 'Create it in Webflow, correct the name, or let missing ones be created.',
  })
}

async function findByName(client: WebflowClient, collectionId: string, name: string): Promise<Item | null> {
  for await (const item of listItems(client, collectionId, { name })) {
    if (item.name.toLowerCase() === name.toLowerCase() && !item.isArchived) return item
  }
  const slug = slugOf(name)
  return slug === '' ? null : findBySlug(client, collectionId, slug)
}

/** When somebody made it in between, theirs is taken. A name without letters that a slug could hold gets one by its code points. */
async function make(
  client: WebflowClient,
  collectionId: string,
  name: string,
  live: boolean,
  options?: WriteOptions,
): Promise<Item> {
  const slug =
    slugOf(name) ||
    [...name]
      .map((sign) => sign.codePointAt(0)?.toString(16))
      .join('-')
      .slice(0, 100)
  try {
    const made = await createItem(client, collectionId, { name, slug }, live ? 'live' : 'queued', options)
    const first = made.slug === slug ? null : await findBySlug(client, collectionId, slug)
    if (first === null) return made
    // A taken slug got a suffix instead of a refusal.
    await deleteItem(client, collectionId, made.id, options)
    return first
  } catch (error) {
    const other = isSlugTaken(error) ? await findBySlug(client, collectionId, slug) : null
    if (other === null) throw error
    return other
  }
}

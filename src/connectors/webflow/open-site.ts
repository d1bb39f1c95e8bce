import { HubError } from '../../errors/hub-error.ts'
import type { WebflowClient } from '../../webflow/client.ts'
import type { Collection } from '../../webflow/collections.ts'
import { fieldsOf, listOf } from '../../webflow/json.ts'
import type { Kept } from '../connector.ts'
import { addressOf, readSite, type WebflowSite } from './site.ts'

/** A connected Webflow site, as its actions get it. */
export interface OpenWebflow {
  readonly client: WebflowClient
  readonly facts: WebflowFacts
}

export interface WebflowFacts {
  readonly site: WebflowSite
  /** Its address, without a slash at the end. */
  readonly address: string
  /** With their fields, as they were learned last. */
  readonly collections: readonly Collection[]
}

/** Most collections whose fields are learned; plans allow 40. */
export const mostCollections = 100

/** Throws `internal` for what this connector did not write. */
export function factsOf({ site: kept, caches }: Kept): WebflowFacts {
  const site = readSite(kept)
  const collections = listOf(caches.collections, mostCollections).filter(isCollection)
  return { site, address: addressOf(site), collections }
}

/** Written by `learnSite` alone, from what the client had checked. */
function isCollection(value: unknown): value is Collection {
  const { id, fields } = fieldsOf(value)
  return typeof id === 'string' && Array.isArray(fields)
}

/** A collection by id, slug or name. Throws `bad_input` that lists what there is. */
export function collectionOf({ collections }: WebflowFacts, wanted: string): Collection {
  const text = wanted.trim().toLowerCase()
  const found =
    collections.find(({ id }) => id === wanted) ??
    collections.find(({ slug }) => slug.toLowerCase() === text) ??
    collections.find(({ name }) => name.toLowerCase() === text)
  if (found !== undefined) return found
  throw new HubError('bad_input', `The site has no collection "${wanted.slice(0, 100)}"`, {
    fix: `Use one of: ${collections
      .slice(0, 30)
      .map(({ slug }) => slug)
      .join(', ')}. New ones are seen within a day, or at once by: pressroom mapping <connection> --refresh.`,
  })
}

import { z } from 'zod'
import type { Asset } from '../../../webflow/assets.ts'
import type { Collection, CollectionSummary } from '../../../webflow/collections.ts'
import type { Item } from '../../../webflow/items.ts'
import type { Page } from '../../../webflow/pages.ts'
import type { Site } from '../../../webflow/sites.ts'
import { action } from '../../action.ts'
import type { OpenWebflow } from '../open-site.ts'

/** An action on a Webflow site. */
export const site = <Input, Output>(definition: Parameters<typeof action<OpenWebflow, Input, Output>>[0]) =>
  action(definition)

export const collection = z
  .string()
  .min(1)
  .max(100)
  .describe('Id, slug or name of the collection')
  .meta({ lookup: 'collections' })
export const itemId = z
  .string()
  .regex(/^[0-9a-f]{24}$/)
  .meta({ lookup: 'items' })
export const fieldData: z.ZodType<Readonly<Record<string, unknown>>> = z
  .record(z.string().min(1).max(300), z.json())
  .describe('By the slug of each field')

/** Of a list's input. */
export const paging = {
  limit: z.number().int().min(1).max(100).default(100).describe('How many at most, up to 100'),
  cursor: z.string().max(500).optional().describe('The `next` of the page before'),
}
export const pageOf = <T>(one: z.ZodType<T>): z.ZodType<Page<T>> =>
  z.object({ items: z.array(one).readonly(), next: z.string().nullable(), total: z.number().nullable() })

export const storedSite: z.ZodType<Site> = z.object({
  id: z.string(),
  name: z.string(),
  shortName: z.string(),
  timeZone: z.string().nullable(),
  lastPublished: z.string().nullable(),
  domains: z.array(z.object({ id: z.string(), url: z.string() })).readonly(),
  primaryLocale: z.string().nullable(),
})
const summary = { id: z.string(), name: z.string(), singularName: z.string(), slug: z.string() }
export const collectionSummary: z.ZodType<CollectionSummary> = z.object(summary)
export const storedCollection: z.ZodType<Collection> = z.object({
  ...summary,
  fields: z
    .array(
      z.object({
        id: z.string(),
        slug: z.string(),
        name: z.string(),
        type: z.string(),
        isRequired: z.boolean(),
        isEditable: z.boolean(),
        collectionId: z.string().nullable(),
        options: z.array(z.object({ id: z.string(), name: z.string() })).readonly(),
      }),
    )
    .readonly(),
})
export const storedItem: z.ZodType<Item> = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  isDraft: z.boolean(),
  isArchived: z.boolean(),
  lastPublished: z.string().nullable(),
  lastUpdated: z.string().nullable(),
  createdOn: z.string().nullable(),
  locale: z.string().nullable(),
  fieldData: z.record(z.string(), z.unknown()),
})
export const storedAsset: z.ZodType<Asset> = z.object({ id: z.string(), name: z.string(), url: z.string() })

import { z } from 'zod'
import { compareItem } from '../../../webflow/compare.ts'
import { type FieldData, type Item, readItemPage } from '../../../webflow/items.ts'
import type { Difference } from '../../action.ts'
import { collectionOf } from '../open-site.ts'
import {
  createItem,
  deleteItem,
  findMade,
  madeAt,
  publishItems,
  readItem,
  unpublishItem,
  updateItem,
} from '../write-items.ts'
import { collection, fieldData, itemId, pageOf, paging, site, storedItem } from './shapes.ts'

const states = '`queued` goes live with the next publication of the whole site, `live` at once'

/** Items of collections, by the Data API v2. */
export const itemActions = {
  'items.list': site({
    title: 'List the items of a collection',
    effect: 'read',
    input: z.object({
      collection,
      name: z.string().max(1000).optional().describe('Only those of exactly this name'),
      slug: z.string().max(300).optional(),
      ...paging,
    }),
    output: pageOf(storedItem),
    async run(open, { collection: wanted, name, slug, ...place }) {
      const { id } = collectionOf(open.facts, wanted)
      const filter = { ...(name === undefined ? {} : { name }), ...(slug === undefined ? {} : { slug }) }
      return readItemPage(open.client, id, filter, place)
    },
  }),
  'items.get': site({
    title: 'Get an item',
    effect: 'read',
    input: z.object({ collection, item: itemId }),
    output: storedItem.nullable(),
    run: readItem,
  }),
  'items.create': site({
    title: 'Create an item',
    description: 'A collection has each slug once: give one, so that a create whose answer was lost can be found.',
    effect: 'keyed',
    input: z.object({
      collection,
      fields: fieldData,
      state: z.enum(['draft', 'queued', 'live']).default('draft').describe(states),
    }),
    output: storedItem,
    key: ({ collection: wanted, fields: { slug } }) =>
      typeof slug === 'string' && slug !== '' ? `${wanted}/${slug}` : null,
    baseline: async (open, { fields, ...where }) => Math.max(0, ...(await findMade(open, where, fields)).map(madeAt)),
    async find(open, { fields, ...where }, since) {
      return (await findMade(open, where, fields)).filter((item) => madeAt(item) > (since ?? 0))
    },
    run: createItem,
    verify: ({ fields }, item) => verifyItem(fields, item),
  }),
  'items.update': site({
    title: 'Change fields of an item',
    description:
      'Of a live item, the change waits for the next publication of the whole site unless `state` says more.',
    effect: 'idempotent',
    input: z.object({
      collection,
      item: itemId,
      fields: fieldData,
      state: z
        .enum(['draft', 'queued', 'live', 'archived'])
        .optional()
        .describe(`Default: as it is. \`draft\` holds the change of a live item back; ${states}`),
    }),
    output: storedItem,
    run: updateItem,
    verify: ({ fields }, item) => verifyItem(fields, item),
  }),
  'items.publish': site({
    title: 'Put items on the live site',
    effect: 'idempotent',
    input: z.object({ collection, items: z.array(itemId).min(1).max(100) }),
    output: z.object({ published: z.array(z.string()).readonly(), errors: z.array(z.string()).readonly() }),
    run: publishItems,
  }),
  'items.unpublish': site({
    title: 'Take an item from the live site, and keep it as a draft',
    effect: 'destructive',
    input: z.object({ collection, item: itemId }),
    output: z.void(),
    run: unpublishItem,
  }),
  'items.delete': site({
    title: 'Delete an item, from the live site too',
    effect: 'destructive',
    input: z.object({ collection, item: itemId }),
    output: z.void(),
    run: deleteItem,
  }),
}

/** What was not taken, and names that were changed: Webflow writes rich text and files in its own way, which is no loss. */
function verifyItem(sent: FieldData, item: Item): Difference[] {
  const told = compareItem([], sent, item)
  return told.filter(({ field, kind }) => kind === 'dropped' || field === 'slug' || field === 'name')
}

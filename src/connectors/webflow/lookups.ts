import { z } from 'zod'
import { itemState, listItems } from '../../webflow/items.ts'
import { listSites } from '../../webflow/sites.ts'
import { type Choice, type Lookup, lookup } from '../lookup.ts'
import { collectionOf, type OpenWebflow } from './open-site.ts'
import { addressOf } from './site.ts'

const most = 100
/** Webflow cannot search in names: so many are read to find those that match. */
const mostRead = 500
const ofCollection = z.object({ collection: z.string().min(1).max(100) })
const site = <Input>(definition: Lookup<OpenWebflow, Input>): Lookup<OpenWebflow, Input> => lookup(definition)

/** What forms offer for Webflow. */
export const webflowLookups = {
  sites: site({
    title: 'Sites that the token reaches',
    input: z.object({}),
    async list(open, _, search) {
      const sites = await listSites(open.client)
      return pick(
        sites.map((one) => ({ value: one.id, label: one.name, hint: addressOf(one) })),
        search,
      )
    },
  }),
  collections: site({
    title: 'Collections',
    input: z.object({}),
    list: async ({ facts: { collections } }, _, search) =>
      pick(
        collections.map(({ id, name, slug }) => ({ value: id, label: name, hint: slug })),
        search,
      ),
  }),
  fields: site({
    title: 'Fields of a collection',
    input: ofCollection,
    list: async ({ facts }, { collection }, search) =>
      pick(
        collectionOf(facts, collection).fields.map(({ slug, name, type, isRequired }) => ({
          value: slug,
          label: name,
          hint: isRequired ? `${type}, required` : type,
        })),
        search,
      ),
  }),
  items: site({
    title: 'Items of a collection',
    input: ofCollection,
    async list({ client, facts }, { collection }, search) {
      const choices: Choice[] = []
      let read = 0
      for await (const item of listItems(client, collectionOf(facts, collection).id)) {
        if (matches(item.name, search)) {
          if (choices.length >= most) return { choices, more: true }
          choices.push({ value: item.id, label: item.name, hint: `${item.slug}, ${itemState(item)}` })
        }
        if (++read >= mostRead) return { choices, more: true }
      }
      return { choices, more: false }
    },
  }),
}

function pick(all: readonly Choice[], search: string): { choices: readonly Choice[]; more: boolean } {
  const found = all.filter(({ label }) => matches(label, search))
  return { choices: found.slice(0, most), more: found.length > most }
}

function matches(label: string, search: string): boolean {
  return label.toLowerCase().includes(search.trim().toLowerCase())
}

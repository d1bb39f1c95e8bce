import { z } from 'zod'
import { type Action, action } from '../../action.ts'
import type { OpenWordPress } from '../open-site.ts'
import { isRefusedLate } from '../refused-late.ts'
import { checkArguments } from '../routes/check-arguments.ts'
import { fillTemplate } from '../routes/route-pattern.ts'
import { askSite, readItem, readItems, writeQuery } from './ask-site.ts'
import { type Page, paging, readPage } from './read-list.ts'
import { resolveRoute, sentOf } from './resolve-route.ts'
import { type Input, type Item, item, type Resource, type RouteCall, type Shape } from './resource.ts'
import { verifyItem } from './verify-item.ts'
import { createItem, type Deleted, deleteItem, getItem, updateItem } from './write-item.ts'

/** Their inputs and outputs differ, and only their schemas know how. */
export type WordPressAction = Action<OpenWordPress>

const page: z.ZodType<Page> = z.object({
  items: z.array(item),
  next: z.string().nullable(),
  total: z.number().nullable(),
})
const items = z.object({ items: z.array(item) })
const deleted: z.ZodType<Deleted> = z.object({
  id: z.union([z.string(), z.number()]),
  state: z.enum(['trashed', 'deleted', 'gone']),
})
const chosen = { fields: paging.fields }

/** The actions of a table of resources: `tags.list`, `tags.get`, … */
export function buildActions(resources: Readonly<Record<string, Resource>>): Record<string, WordPressAction> {
  const actions: Record<string, WordPressAction> = {}
  for (const [name, resource] of Object.entries(resources))
    for (const [verb, one] of Object.entries(actionsOf(resource))) actions[`${name}.${verb}`] = one
  return actions
}

function actionsOf(resource: Resource): Record<string, WordPressAction> {
  const { one, many, within = {}, options = {}, id, list, create, update } = resource
  const actions: Record<string, WordPressAction> = {}
  const own = id === undefined ? {} : { id }
  if (list !== undefined)
    actions.list = make({
      title: list.title ?? `List ${many}`,
      effect: 'read',
      input: open({ ...within, ...list.filters, ...paging }),
      output: page,
      run: (site, input) => readPage(site, resource, input),
    })
  if (resource.get)
    actions.get = make({
      title: `Get ${one}`,
      effect: 'read',
      input: open({ ...within, ...own, ...chosen }),
      output: item,
      run: (site, input) => getItem(site, resource, input),
    })
  if (create !== undefined) actions.create = creation(resource, create, { ...within, ...options, ...create.fields })
  if (update !== undefined)
    actions.update = make({
      title: update.title ?? `Change ${one}`,
      effect: 'idempotent',
      input: open({ ...within, ...options, ...own, ...partial(update.fields) }),
      output: item,
      run: (site, input, call) => updateItem(site, resource, input, call),
      verify: (input, stored) => verifyItem(resource, input, stored),
    })
  if (resource.delete !== undefined) actions.delete = deletion(resource, { ...within, ...own })
  for (const [name, call] of Object.entries(resource.calls ?? {})) actions[name] = callAction(call)
  return actions
}

function creation(resource: Resource, { keyed, title, description }: NonNullable<Resource['create']>, fields: Shape) {
  return make<Item>({
    title: title ?? `Create ${resource.one}`,
    ...(description === undefined ? {} : { description }),
    effect: keyed === undefined ? 'append' : 'keyed',
    input: open(fields),
    output: item,
    ...(keyed === undefined ? {} : { ...keyed, mayBeRefusedLate: isRefusedLate }),
    run: (site, input, call) => createItem(site, resource, input, call),
    verify: (input, stored) => verifyItem(resource, input, stored),
    ...(resource.delete === undefined
      ? {}
      : { undo: async (site, made, call) => void (await deleteItem(site, resource, undoing(resource, made), call)) }),
  })
}

/** What deletes what was just made. */
function undoing({ within = {}, delete: deletion }: Resource, made: Item): Input {
  const own = Object.fromEntries(Object.keys(within).map((name) => [name, made[name]]))
  return { ...own, ...deletion?.undo, id: made.id ?? made.plugin, force: true }
}

function deletion(resource: Resource, own: Shape): WordPressAction {
  const { force, fields = {}, title } = resource.delete ?? { force: 'none' }
  const choice = { force: z.boolean().default(false).describe('Delete it for ever, past the trash') }
  const verb = force === 'choice' ? `Move ${resource.one} to the trash, or delete it` : `Delete ${resource.one}`
  return make({
    title: title ?? verb,
    effect: 'destructive',
    input: z.strictObject({ ...own, ...fields, ...(force === 'choice' ? choice : {}) }),
    output: deleted,
    run: (site, input, call) => deleteItem(site, resource, input, call),
  })
}

/** One request to one route as an action. */
function callAction({ title, description, effect, method, route, input, output }: RouteCall): WordPressAction {
  const holes = Object.fromEntries([...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, true]))
  return make({
    title,
    ...(description === undefined ? {} : { description }),
    effect,
    input: open(input),
    output: output === 'list' ? items : item,
    async run(site, values, call) {
      const template = resolveRoute(site, route, values)
      const args = sentOf(values, holes)
      if (method === 'GET') {
        const answer = await askSite(site, { template, values, args })
        return output === 'list' ? { items: readItems(answer, template) } : readItem(answer, template)
      }
      checkArguments(site, { method, template, args })
      const path = fillTemplate(template, values)
      const answer =
        method === 'POST'
          ? await site.client.post(path, args, {}, call)
          : await site.client.remove(path, writeQuery(args), call)
      return output === 'list' ? { items: readItems(answer, template) } : readItem(answer, template)
    },
  })
}

/** What is not named here may be given all the same, where the site names it. */
function open(shape: Shape): z.ZodType<Input> {
  return z.object(shape).catchall(z.json())
}

function partial(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, one.optional()]))
}

function make<Output>(definition: Action<OpenWordPress, Input, Output>): WordPressAction {
  return action(definition) as WordPressAction
}

import { HubError } from '../../../errors/hub-error.ts'
import { fields } from '../../../wordpress/json.ts'
import type { Call } from '../../action.ts'
import type { OpenWordPress } from '../open-site.ts'
import { checkArguments } from '../routes/check-arguments.ts'
import { fillTemplate } from '../routes/route-pattern.ts'
import { endpointOf } from '../routes/site-routes.ts'
import { askSite, readItem } from './ask-site.ts'
import { itemRouteOf, lastHoleOf, resolveRoute, sentOf } from './resolve-route.ts'
import type { Input, Item, Resource } from './resource.ts'

/** What became of something that was deleted. */
export interface Deleted {
  readonly id: string | number
  /** `gone`: it was not there any more. */
  readonly state: 'trashed' | 'deleted' | 'gone'
}

export async function getItem(site: OpenWordPress, resource: Resource, input: Input): Promise<Item> {
  const { template, values } = addressOf(site, resource, input)
  const args = sentOf(input, resource.within, { id: true, fields: true })
  const chosen = (input.fields as readonly string[] | undefined)?.join(',')
  const extra = chosen === undefined ? {} : { extra: { _fields: chosen } }
  return readItem(await askSite(site, { template, values, args, ...extra }), template)
}

/** Creates one: one request beside what `prepare` asks. Throws what leaves it unknown whether it was made (`fateOf`). */
export async function createItem(site: OpenWordPress, resource: Resource, input: Input, call?: Call): Promise<Item> {
  const template = resolveRoute(site, resource.route, input)
  const bodyOf = (given: Input): Input => sentOf(given, resource.within, resource.options)
  return write(site, template, input, bodyOf(await preparedOf(site, resource, { template, input, bodyOf }, call)), call)
}

/** Changes the given fields of one: one request beside what `prepare` asks. */
export async function updateItem(site: OpenWordPress, resource: Resource, input: Input, call?: Call): Promise<Item> {
  const { template, values } = addressOf(site, resource, input)
  const bodyOf = (given: Input): Input => sentOf(given, resource.within, resource.options, { id: true })
  return write(
    site,
    template,
    values,
    bodyOf(await preparedOf(site, resource, { template, input, bodyOf }, call)),
    call,
  )
}

/** Deletes one, or moves it to the trash. One that is gone already is no error. */
export async function deleteItem(site: OpenWordPress, resource: Resource, input: Input, call?: Call): Promise<Deleted> {
  const { template, values } = addressOf(site, resource, input)
  const { force = 'none' } = resource.delete ?? {}
  const isForced = force === 'always' || (force === 'choice' && input.force === true)
  const args = { ...sentOf(input, resource.within, { id: true, force: true }), ...(isForced ? { force: true } : {}) }
  checkArguments(site, { method: 'DELETE', template, args })
  const id = input.id as string | number
  try {
    const answer = await site.client.remove(fillTemplate(template, values), args as Record<string, number>, call)
    return {
      id,
      state: fields(answer.json?.value).deleted === true || force === 'none' || isForced ? 'deleted' : 'trashed',
    }
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    const { status } = fields(error.evidence)
    if (error.code === 'rest_already_trashed') return { id, state: 'trashed' }
    if (status === 404 && error.code !== 'rest_no_route' && error.code.startsWith('rest_')) return { id, state: 'gone' }
    throw error
  }
}

async function write(
  site: OpenWordPress,
  template: string,
  values: Input,
  body: Input,
  call: Call | undefined,
): Promise<Item> {
  const args = encodeBody(site, template, body)
  checkArguments(site, { method: 'POST', template, args })
  const answer = await site.client.post(fillTemplate(template, values), args, {}, call)
  return readItem(answer, template)
}

/** Fonts take their settings as JSON within a text. */
function encodeBody(site: OpenWordPress, template: string, body: Input): Input {
  const route = site.facts.routes.find(template)
  const args = route === null ? {} : (endpointOf(route, 'POST')?.args ?? {})
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const isText = fields(args[name]).type === 'string' && typeof value === 'object' && value !== null
      return [name, isText ? JSON.stringify(value) : value]
    }),
  )
}

interface Unprepared {
  readonly template: string
  readonly input: Input
  /** What of it is sent. */
  readonly bodyOf: (given: Input) => Input
}

/** Preparing may make terms, so what would be refused afterwards is refused before. */
async function preparedOf(
  site: OpenWordPress,
  resource: Resource,
  { template, input, bodyOf }: Unprepared,
  call?: Call,
): Promise<Input> {
  const written = resource.written?.(input) ?? input
  if (resource.prepare === undefined) return written
  if (resource.unnamed !== undefined) {
    const args = encodeBody(site, template, bodyOf(resource.unnamed(site, written)))
    checkArguments(site, { method: 'POST', template, args })
  }
  return resource.prepare(site, written, call)
}

function addressOf(
  site: OpenWordPress,
  resource: Resource,
  input: Input,
): { readonly template: string; readonly values: Input } {
  const template = resolveRoute(site, itemRouteOf(resource), input)
  return { template, values: { ...input, [lastHoleOf(template)]: input.id } }
}

import { HubError } from '../../../errors/hub-error.ts'
import type { Answer } from '../../../wordpress/answer.ts'
import type { Query } from '../../../wordpress/client.ts'
import { fields, stringsOf } from '../../../wordpress/json.ts'
import type { OpenWordPress } from '../open-site.ts'
import { checkArguments } from '../routes/check-arguments.ts'
import { fillTemplate } from '../routes/route-pattern.ts'
import type { Input, Item } from './resource.ts'

interface Question {
  /** `/wp/v2/tags/{id}`, resolved. */
  readonly template: string
  readonly values: Input
  readonly args: Input
  /** Ours, added after the check: `_fields`, `offset`. */
  readonly extra?: Query
}

/** Reads a route, as one who may edit where the user may, else as a visitor. Throws what the client throws, and `bad_input`. */
export async function askSite(site: OpenWordPress, { template, values, args, extra }: Question): Promise<Answer> {
  const endpoint = checkArguments(site, { method: 'GET', template, args: { ...args, ...extra } })
  const route = fillTemplate(template, values)
  const query = { ...writeQuery(args), ...extra }
  const contexts = stringsOf(fields(endpoint?.args.context).enum, 10)
  // Where the site hides its index, editing is tried.
  const mayEdit = endpoint === null || contexts.includes('edit')
  if (args.context !== undefined || !mayEdit) return site.client.get(route, query)
  try {
    return await site.client.get(route, { ...query, context: 'edit' })
  } catch (error) {
    const isUnknown = endpoint === null && error instanceof HubError && error.code === 'rest_invalid_param'
    if (!isUnknown && !isForbiddenContext(error)) throw error
    return site.client.get(route, query)
  }
}

/** Several routes have a word of their own for it. */
function isForbiddenContext(error: unknown): boolean {
  if (!(error instanceof HubError)) return false
  const { status } = fields(error.evidence)
  return (
    error.code === 'rest_forbidden_context' || (error.code.startsWith('rest_') && (status === 401 || status === 403))
  )
}

/** Arguments as an address holds them: lists and objects in brackets, as PHP reads them. */
export function writeQuery(args: Input): Query {
  const query: Record<string, string | number | boolean> = {}
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return
    if (typeof value === 'object')
      for (const [key, part] of Object.entries(value).slice(0, 1000)) add(`${name}[${key}]`, part)
    else query[name] = typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
  }
  for (const [name, value] of Object.entries(args)) add(name, value)
  return query
}

/** Throws `unexpected_answer` for what is not one thing. */
export function readItem(answer: Answer, route: string): Item {
  const value = answer.json?.value
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Item
  // PHP writes an empty object as an empty list.
  if (Array.isArray(value) && value.length === 0) return {}
  throw new HubError('unexpected_answer', `${route} answered something else than it should`)
}

const mostAtOnce = 5000

/** Throws `unexpected_answer` for what is no list. */
export function readItems(answer: Answer, route: string): Item[] {
  const value = answer.json?.value
  if (typeof value !== 'object' || value === null)
    throw new HubError('unexpected_answer', `${route} answered without a list`)
  const list: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  return list.slice(0, mostAtOnce).map((one) => (typeof one === 'string' ? { value: one } : fields(one)))
}

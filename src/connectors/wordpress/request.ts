import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import type { Effect } from '../action.ts'
import { action } from '../action.ts'
import type { OpenWordPress } from './open-site.ts'
import { writeQuery } from './resources/ask-site.ts'
import { checkArguments } from './routes/check-arguments.ts'
import { envelope, openEnvelope } from './routes/enveloped.ts'
import { fillTemplate } from './routes/route-pattern.ts'

const input = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  route: z
    .string()
    .regex(/^\/[^?#\\]{1,500}$/)
    .describe('As the site lists it, /wc/v3/products/{id}, or with its values, /wc/v3/products/12')
    .meta({ lookup: 'routes' }),
  path: z
    .record(z.string(), z.union([z.string().max(500), z.number()]))
    .default({})
    .describe('What fills the route'),
  args: z.record(z.string(), z.json()).default({}).describe('As the site describes them; lists and objects as JSON'),
})

type Request = z.infer<typeof input>

export interface Answered {
  readonly status: number
  readonly body: unknown
  /** Of a list: how many there are in all, and on how many pages; `null` where the site does not say. */
  readonly total: number | null
  readonly pages: number | null
}

const effects: Readonly<Record<Request['method'], Effect>> = {
  GET: 'read',
  POST: 'append',
  PUT: 'append',
  PATCH: 'append',
  DELETE: 'destructive',
}

/** Any route of the site, those of its plugins too, checked against what the site says of it. */
export const request = action<OpenWordPress, Request, Answered>({
  title: 'Call any route of the site',
  description: 'Of WordPress or of a plugin. Arguments are checked against what the site itself says of the route.',
  effect: 'destructive',
  effectOf: ({ method }) => effects[method],
  input,
  output: z.object({
    status: z.number(),
    body: z.unknown(),
    total: z.number().nullable(),
    pages: z.number().nullable(),
  }),
  async run(site, { method, route, path, args }, call) {
    const { template, values } = placeOf(site, route, path)
    // Its parts may do anything, whatever the method of the whole.
    if (template.startsWith('/batch/'))
      throw new HubError('bad_input', 'A batch is no request of its own', { fix: 'Make its requests one by one.' })
    checkArguments(site, { method, template, args })
    const filled = fillTemplate(template, values)
    const where = `${method} ${template}`
    const query = { ...writeQuery(args), ...envelope }
    const answer =
      method === 'GET'
        ? await site.client.get(filled, query)
        : method === 'DELETE'
          ? await site.client.remove(filled, query, call)
          : await site.client.post(filled, args, envelope, { ...call, ...(method === 'POST' ? {} : { as: method }) })
    const { status, body, headers } = openEnvelope(answer, where)
    return { status, body, total: countIn(headers['X-WP-Total']), pages: countIn(headers['X-WP-TotalPages']) }
  },
})

/** The site's route that is meant, and what fills it. Throws `bad_input` for one that it does not list. */
function placeOf(
  site: OpenWordPress,
  route: string,
  path: Request['path'],
): { readonly template: string; readonly values: Request['path'] } {
  if (route.includes('{')) return { template: route, values: path }
  if (site.facts.routes.all.length === 0) {
    // Its index is hidden: the route is taken as it is, escaped.
    return { template: '/{route}', values: { route: route.slice(1) } }
  }
  const found = site.facts.routes.match(route)
  if (found !== null) return { template: found.route.template, values: found.values }
  throw new HubError('bad_input', `This site lists no route for ${route.slice(0, 200)}`, {
    fix: 'Choose one of its routes. If a plugin brought it only just now, check the connection first.',
  })
}

function countIn(header: unknown): number | null {
  const count = Number(header ?? Number.NaN)
  return Number.isSafeInteger(count) && count >= 0 ? count : null
}

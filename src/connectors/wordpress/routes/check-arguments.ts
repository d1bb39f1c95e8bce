import { HubError } from '../../../errors/hub-error.ts'
import { fields } from '../../../wordpress/json.ts'
import type { OpenWordPress } from '../open-site.ts'
import { namesOf, problemIn } from './check-value.ts'
import { type Endpoint, endpointOf } from './site-routes.ts'

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Ours or the site's: `/wp/v2/posts/{id}`. */
  readonly template: string
  /** What is sent beside what fills the template. */
  readonly args: Readonly<Record<string, unknown>>
}

/** What every route of WordPress takes without saying so. */
const universal = new Set(['_fields', '_embed', '_locale', 'context'])

/**
 * What would make another request of this one, whatever the route: `_method` even of a GET, `rest_route` in place of the
 * path. PHP reads `.method` and `rest route` as these too, so names of another form are not sent at all.
 */
const reserved = new Set(['_method', 'rest_route', '_wpnonce', '_jsonp', '_envelope'])
const nameForm = /^[A-Za-z_][\w-]{0,100}$/

const fresh = 'If the site got it only just now, let Pressroom look at the site again: check the connection.'

/**
 * The site's own description of what is asked, after a check against it. `null` where the site hides its index: then it
 * must judge by itself. Throws `bad_input` for a route that this site does not have, and for arguments that it would drop
 * or refuse.
 */
export function checkArguments(site: OpenWordPress, { method, template, args }: Asked): Endpoint | null {
  for (const name of Object.keys(args))
    if (!nameForm.test(name) || reserved.has(name))
      throw new HubError('bad_input', `"${name.slice(0, 100)}" cannot be an argument`)
  const { routes } = site.facts
  if (routes.all.length === 0) return null
  const route = routes.find(template)
  if (route === null)
    throw new HubError('bad_input', `This site has no ${template}`, {
      fix: `A newer WordPress or a plugin may have it. ${fresh}`,
    })
  const endpoint = endpointOf(route, method)
  if (endpoint === null) {
    const methods = [...new Set(route.endpoints.flatMap((one) => one.methods))].slice(0, 10)
    throw new HubError('bad_input', `${template} does not take ${method} on this site, but ${methods.join(', ')}`)
  }
  const holes = new Set(route.segments.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.name])))
  checkAgainst(endpoint.args, args, holes, `${method} ${template}`)
  return endpoint
}

function checkAgainst(
  schema: Readonly<Record<string, unknown>>,
  args: Readonly<Record<string, unknown>>,
  filled: ReadonlySet<string>,
  where: string,
): void {
  // A route that describes nothing takes anything: some plugins never say.
  const says = Object.keys(schema).length > 0
  for (const [name, value] of Object.entries(args)) {
    const described = Object.hasOwn(schema, name)
    if (!described && says && !universal.has(name))
      throw new HubError('bad_input', `${where} takes no "${name.slice(0, 100)}" on this site`, {
        fix: `It takes: ${namesOf(schema)}. ${fresh}`,
      })
    const problem = described ? problemIn(value, schema[name], name) : null
    if (problem !== null) throw new HubError('bad_input', `${where}: ${problem}`)
  }
  for (const [name, one] of Object.entries(schema).slice(0, 500))
    if (fields(one).required === true && !Object.hasOwn(args, name) && !filled.has(name))
      throw new HubError('bad_input', `${where} needs "${name}"`, { fix: `Give "${name}".` })
}

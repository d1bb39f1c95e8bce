import { fields, stringsOf } from '../../../wordpress/json.ts'
import { matchPattern, type RoutePattern, readPattern, shapeOf } from './route-pattern.ts'

/** What a route does for some methods, and which arguments it takes for that, as the site describes them. */
export interface Endpoint {
  readonly methods: readonly string[]
  readonly args: Readonly<Record<string, unknown>>
}

export interface SiteRoute extends RoutePattern {
  readonly endpoints: readonly Endpoint[]
}

/** The routes of a site, core's and its plugins', as its own index lists them. */
export interface SiteRoutes {
  /** Those that can be filled and called. Empty where the site hides its index. */
  readonly all: readonly SiteRoute[]
  /** By a template, ours or the site's; of several of a shape the one whose holes are named alike. */
  find(template: string): SiteRoute | null
  /** The route that a path belongs to; of several the one with most of it fixed: `/users/me`, not `/users/{id}`. */
  match(path: string): { readonly route: SiteRoute; readonly values: Readonly<Record<string, string>> } | null
}

const mostRoutes = 5000

/** Reads the index; nothing is parsed before it is needed. */
export function readRoutes(index: unknown): SiteRoutes {
  const { routes } = fields(index)
  let read: readonly SiteRoute[] | null = null
  let byShape: ReadonlyMap<string, readonly SiteRoute[]> | null = null
  const all = (): readonly SiteRoute[] => {
    read ??= Object.entries(fields(routes))
      .slice(0, mostRoutes)
      .flatMap(([pattern, route]) => readRoute(pattern, route) ?? [])
    return read
  }
  return {
    get all() {
      return all()
    },
    find(template) {
      byShape ??= Map.groupBy(all(), ({ shape }) => shape)
      const candidates = byShape.get(shapeOf(template)) ?? []
      return candidates.find((route) => route.template === template) ?? candidates[0] ?? null
    },
    match(path) {
      const found = all().flatMap((route) => {
        const values = matchPattern(route, path)
        return values === null ? [] : [{ route, values }]
      })
      const fixed = ({ route }: (typeof found)[number]): number =>
        route.segments.filter((segment) => typeof segment === 'string').length
      return found.sort((a, b) => fixed(b) - fixed(a))[0] ?? null
    },
  }
}

/** The endpoint for a method; a route whose index does not say is `null`. */
export function endpointOf(route: SiteRoute, method: string): Endpoint | null {
  return route.endpoints.find(({ methods }) => methods.includes(method)) ?? null
}

function readRoute(pattern: string, value: unknown): SiteRoute | null {
  const read = readPattern(pattern)
  const { endpoints } = fields(value)
  if (read === null || !Array.isArray(endpoints)) return null
  return {
    ...read,
    endpoints: endpoints.slice(0, 20).map((endpoint) => ({
      methods: stringsOf(fields(endpoint).methods, 10),
      args: fields(fields(endpoint).args),
    })),
  }
}

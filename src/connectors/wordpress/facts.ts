import { fields, stringOf, stringsOf } from '../../wordpress/json.ts'
import type { PostType } from '../../wordpress/stored-post.ts'
import type { Kept } from '../connector.ts'
import { readLimits } from './limits.ts'
import { readRoutes, type SiteRoutes } from './routes/site-routes.ts'
import { readSite } from './site.ts'

export interface PostTypeFacts extends PostType {
  /** In the site's own language: `Pages`. */
  readonly label: string
  readonly taxonomies: readonly string[]
  /** The custom fields that the site shows to its API; what is not among them it drops without a word. `null`: it does not say. */
  readonly meta: readonly string[] | null
  /** What it takes in each of them, in WordPress's own dialect of JSON Schema. */
  readonly metaSchemas: Readonly<Record<string, unknown>>
}

export interface TaxonomyFacts {
  readonly name: string
  /** In the site's own language: `Categories`. */
  readonly label: string
  readonly route: string
  /** How a post names its terms: `categories`, `tags`. */
  readonly field: string
  readonly hierarchical: boolean
}

/** What publishing must know of a site, all of it from what the connection keeps. */
export interface SiteFacts {
  /** `null` where it is not known. */
  readonly version: string | null
  readonly user: { readonly id: number | null; readonly can: Readonly<Record<string, boolean>> }
  readonly types: ReadonlyMap<string, PostTypeFacts>
  readonly taxonomies: ReadonlyMap<string, TaxonomyFacts>
  /** Most requests in one batch; `null` where the site has none. */
  readonly batch: number | null
  readonly namespaces: readonly string[]
  readonly routes: SiteRoutes
}

/** What the connection keeps: the site's REST index, `types` and `taxonomies`, unchecked. */
export interface SiteCaches {
  readonly index: unknown
  readonly types: unknown
  readonly taxonomies: unknown
}

const most = 200

/** Throws `internal` for what this connector did not write. */
export function factsOf({ site, caches: { index, types, taxonomies } }: Kept): SiteFacts {
  const { user, version } = readSite(site)
  return readFacts({ index, types, taxonomies }, { id: user.id, can: user.can }, version)
}

export function readFacts(caches: SiteCaches, user: SiteFacts['user'], version: string | null): SiteFacts {
  const { routes, namespaces } = fields(caches.index)
  const types = Object.entries(fields(caches.types)).slice(0, most)
  const known = Object.entries(fields(caches.taxonomies)).slice(0, most)
  const taxonomies = new Map(known.map(([name, value]) => [name, readTaxonomy(name, fields(value))]))
  return {
    version,
    user,
    types: new Map(types.map(([name, value]) => [name, readType(name, fields(value), fields(routes), taxonomies)])),
    taxonomies,
    batch: readLimits(caches.index).batch,
    namespaces: stringsOf(namespaces),
    routes: readRoutes(caches.index),
  }
}

function readType(
  name: string,
  type: Readonly<Record<string, unknown>>,
  routes: Readonly<Record<string, unknown>>,
  known: ReadonlyMap<string, TaxonomyFacts>,
): PostTypeFacts {
  const route = routeOf(name, type)
  const { endpoints } = fields(routes[route])
  const creating = (Array.isArray(endpoints) ? endpoints.slice(0, 20) : [])
    .map(fields)
    .find(({ methods }) => stringsOf(methods).includes('POST'))
  const args = fields(creating?.args)
  const taxonomies = stringsOf(type.taxonomies, most)
  const custom = Object.entries(fields(fields(args.meta).properties)).slice(0, 1000)
  return {
    name,
    label: stringOf(type.name, 200) ?? name,
    route,
    taxonomies,
    termFields: taxonomies.flatMap((taxonomy) => known.get(taxonomy)?.field ?? []),
    meta: creating === undefined ? null : custom.map(([key]) => key),
    metaSchemas: Object.fromEntries(custom),
    extra: Object.keys(args).slice(0, 500),
  }
}

function readTaxonomy(name: string, taxonomy: Readonly<Record<string, unknown>>): TaxonomyFacts {
  const route = routeOf(name, taxonomy)
  return {
    name,
    label: stringOf(taxonomy.name, 200) ?? name,
    route,
    field: route.slice(route.lastIndexOf('/') + 1),
    hierarchical: taxonomy.hierarchical === true,
  }
}

function routeOf(
  name: string,
  { rest_base: base, rest_namespace: namespace }: Readonly<Record<string, unknown>>,
): string {
  const path = stringOf(base, 100)
  return `/${stringOf(namespace, 100) || 'wp/v2'}/${path === null || path === '' ? name : path}`
}

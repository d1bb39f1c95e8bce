import { itemRouteOf } from './resolve-route.ts'
import type { Resource } from './resource.ts'
import { resources } from './table.ts'

/** Which route an action asks: `{type}` and `{taxonomy}` in front stand for those of every post type and taxonomy. */
export interface CoveredRoute {
  /** `tags.list` */
  readonly action: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly template: string
}

/** What the actions ask that no table describes. */
const others: readonly CoveredRoute[] = [
  { action: 'media.upload', method: 'POST', template: '/wp/v2/media' },
  { action: 'plugins.install', method: 'POST', template: '/wp/v2/plugins' },
  { action: 'abilities.run', method: 'POST', template: '/wp-abilities/v1/abilities/{name}/run' },
]

/** The routes of all actions but `request`, which calls any. */
export function listCoveredRoutes(): CoveredRoute[] {
  return [...Object.entries(resources).flatMap(([name, resource]) => routesOf(name, resource)), ...others]
}

function routesOf(name: string, resource: Resource): CoveredRoute[] {
  const { route, list, get, create, update, delete: deletion, calls = {} } = resource
  const item = itemRouteOf(resource)
  const verbs: readonly (readonly [unknown, string, CoveredRoute['method'], string])[] = [
    [list, 'list', 'GET', route],
    [get, 'get', 'GET', item],
    [create, 'create', 'POST', route],
    [update, 'update', 'POST', item],
    [deletion, 'delete', 'DELETE', item],
  ]
  return [
    ...verbs.flatMap(([has, verb, method, template]) =>
      has === undefined ? [] : [{ action: `${name}.${verb}`, method, template }],
    ),
    ...Object.entries(calls).map(([verb, call]) => ({
      action: `${name}.${verb}`,
      method: call.method,
      template: call.route,
    })),
  ]
}

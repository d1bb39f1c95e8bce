import { HubError } from '../../../errors/hub-error.ts'
import type { TaxonomyFacts } from '../facts.ts'
import { type OpenWordPress, typeOf } from '../open-site.ts'
import type { Input, Resource } from './resource.ts'

/** A template whose `{type}` or `{taxonomy}` in front is the site's own route of it. Throws `bad_input` for one it does not have. */
export function resolveRoute(site: OpenWordPress, template: string, input: Input): string {
  if (template.startsWith('{type}'))
    return `${typeOf(site, String(input.type)).route}${template.slice('{type}'.length)}`
  if (template.startsWith('{taxonomy}'))
    return `${taxonomyOf(site, String(input.taxonomy)).route}${template.slice('{taxonomy}'.length)}`
  return template
}

/** Throws `bad_input`. */
export function taxonomyOf(site: OpenWordPress, name: string): TaxonomyFacts {
  const taxonomy = site.facts.taxonomies.get(name)
  if (taxonomy !== undefined) return taxonomy
  throw new HubError('bad_input', `The site has no taxonomy "${name.slice(0, 50)}", or does not show it to its API`, {
    fix: `Use one of: ${[...site.facts.taxonomies.keys()].slice(0, 20).join(', ')}.`,
  })
}

export function itemRouteOf({ route, item }: Resource): string {
  return item ?? `${route}/{id}`
}

/** The name of a template's last hole, which the id fills. */
export function lastHoleOf(template: string): string {
  return (
    template
      .match(/\{(\w+)\}/g)
      ?.at(-1)
      ?.slice(1, -1) ?? 'id'
  )
}

/** What of an input is sent: not what fills the route, and not what only we read. */
export function sentOf(input: Input, ...shapes: readonly (object | undefined)[]): Input {
  const kept = new Set(shapes.flatMap((shape) => Object.keys(shape ?? {})))
  return Object.fromEntries(Object.entries(input).filter(([name, value]) => !kept.has(name) && value !== undefined))
}

import { expect, test } from 'vitest'
import { openSite } from '../../../../test/publishing/open-site.ts'
import type { VersionName } from '../../../../test/wordpress/cache.ts'
import { wordpress } from '../../../../test/wordpress/site.ts'
import { fields } from '../../../wordpress/json.ts'
import { wordpressActions } from '../actions.ts'
import type { OpenWordPress } from '../open-site.ts'
import { shapeOf } from '../routes/route-pattern.ts'
import { type CoveredRoute, listCoveredRoutes } from './covered-routes.ts'
import { uncoveredRoutes } from './uncovered-routes.ts'

/** Routes of the actions by shape; for `posts` only those types that have no resource of their own. */
function coveredShapes({ facts }: OpenWordPress): Set<string> {
  const covered = listCoveredRoutes()
  const owned = new Set(covered.map(({ template }) => template))
  const expand = ({ action, template }: CoveredRoute): string[] => {
    if (template.startsWith('{taxonomy}'))
      return [...facts.taxonomies.values()].map(({ route }) => template.replace('{taxonomy}', route))
    if (!template.startsWith('{type}')) return [template]
    return [...facts.types.values()]
      .filter(({ route }) => !action.startsWith('posts.') || route === '/wp/v2/posts' || !owned.has(route))
      .map(({ route }) => template.replace('{type}', route))
  }
  return new Set(covered.flatMap((one) => expand(one).map((template) => `${one.method} ${shapeOf(template)}`)))
}

test.each(['oldest', 'newest'] satisfies VersionName[])(
  'every route and method of the %s WordPress has an action, or a reason why not',
  async (version) => {
    const site = await wordpress({ version })
    const open = await openSite({ url: site.url, ...site.users.administrator })
    const index = (await open.client.get('/')).json?.value
    expect(open.facts.routes.all.length).toBe(Object.keys(fields(fields(index).routes)).length)
    expect(open.facts.routes.all.length).toBeGreaterThan(100)
    const covered = coveredShapes(open)
    const excused = new Set(uncoveredRoutes.map(({ method, template }) => `${method} ${shapeOf(template)}`))
    const missing: string[] = []
    const used = new Set<string>()
    for (const { template, shape, endpoints } of open.facts.routes.all)
      for (const { methods } of endpoints) {
        const names = methods.map((method) => `${method} ${shape}`)
        if (names.some((name) => covered.has(name))) continue
        const excuse = names.find((name) => excused.has(name))
        if (excuse === undefined) missing.push(`${methods.join('/')} ${template}`)
        else used.add(excuse)
      }
    expect(missing).toEqual([])
    if (version === 'newest') expect([...excused].filter((name) => !used.has(name))).toEqual([])
    await open.http.close()
  },
)

test('every action whose routes are told is there', () => {
  expect(listCoveredRoutes().filter(({ action }) => !Object.hasOwn(wordpressActions, action))).toEqual([])
})

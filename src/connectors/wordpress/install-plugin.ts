import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { action } from '../action.ts'
import type { OpenWordPress } from './open-site.ts'
import { askSite, readItem, readItems } from './resources/ask-site.ts'
import { type Item, item } from './resources/resource.ts'

const input = z.object({
  slug: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .describe('As in its address at wordpress.org'),
  status: z.enum(['inactive', 'active']).default('inactive'),
})

/**
 * Has the site install a plugin from wordpress.org. One that is there already is answered as it is. Untested against the
 * real wordpress.org, which no test reaches.
 */
export const installPlugin = action<OpenWordPress, z.infer<typeof input>, Item>({
  title: 'Install a plugin from wordpress.org',
  effect: 'idempotent',
  input,
  output: item,
  async run(site, { slug, status }, call) {
    const route = '/wp/v2/plugins'
    try {
      return readItem(await site.client.post(route, { slug, status }, {}, call), route)
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'folder_exists') throw error
      const all = readItems(await askSite(site, { template: route, values: {}, args: {} }), route)
      const there = all.find(({ plugin }) => String(plugin).startsWith(`${slug}/`))
      if (there === undefined || status === 'inactive' || there.status !== 'inactive') return there ?? fail(error)
      return readItem(await site.client.post(`${route}/${String(there.plugin)}`, { status }, {}, call), route)
    }
  },
})

function fail(error: HubError): never {
  throw error
}

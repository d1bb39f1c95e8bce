import { z } from 'zod'
import { HubError } from '../../../errors/hub-error.ts'
import { fields } from '../../../wordpress/json.ts'
import { action } from '../../action.ts'
import type { OpenWordPress } from '../open-site.ts'
import { fillTemplate } from '../routes/route-pattern.ts'
import { askSite, readItem } from './ask-site.ts'
import { id, path, type } from './fields.ts'
import { resolveRoute } from './resolve-route.ts'
import { type Item, item } from './resource.ts'

const input = z.object({ type, post: z.union([id, path]).meta({ lookup: 'posts' }), id: id.describe('The revision') })

/** What of a revision makes the post again. */
const written = ['title', 'content', 'excerpt', 'styles', 'settings'] as const

/** WordPress has no route for it: what the revision holds, unrendered, is written back, which makes a new revision. */
export const restoreRevision = action<OpenWordPress, z.infer<typeof input>, Item>({
  title: 'Restore a revision',
  description: 'Writes title, content and excerpt of the revision back to the post, as they were stored.',
  effect: 'idempotent',
  input,
  output: item,
  async run(site, values, call) {
    const route = resolveRoute(site, '{type}', values)
    const template = `${route}/{post}/revisions/{id}`
    const revision = readItem(await askSite(site, { template, values, args: {} }), template)
    const body = Object.fromEntries(written.flatMap((name) => rawOf(name, revision[name])))
    if (Object.keys(body).length === 0)
      throw new HubError('forbidden', 'The site does not show this user what the revision holds', {
        fix: 'Connect the site as a user who may edit the post.',
      })
    const path = fillTemplate(`${route}/{post}`, values)
    return readItem(await site.client.post(path, body, {}, call), route)
  },
})

/** Only what was stored: writing back what was rendered would lose the blocks. */
function rawOf(name: string, value: unknown): [string, unknown][] {
  if (name === 'styles' || name === 'settings') return Object.keys(fields(value)).length > 0 ? [[name, value]] : []
  const { raw } = fields(value)
  return typeof raw === 'string' ? [[name, raw]] : []
}

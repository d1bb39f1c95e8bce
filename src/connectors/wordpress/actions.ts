import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { action } from '../action.ts'
import { runAbility } from './abilities.ts'
import { installPlugin } from './install-plugin.ts'
import type { OpenWordPress } from './open-site.ts'
import { provideTerm } from './provide-term.ts'
import { request } from './request.ts'
import { buildActions } from './resources/build-actions.ts'
import { taxonomy } from './resources/fields.ts'
import { taxonomyOf } from './resources/resolve-route.ts'
import { restoreRevision } from './resources/restore-revision.ts'
import { resources } from './resources/table.ts'
import { upload } from './resources/upload.ts'
import type { StoredTerm } from './terms.ts'
import { findUser } from './users.ts'

const storedTerm: z.ZodType<StoredTerm> = z.object({
  id: z.number(),
  name: z.string(),
  slug: z.string(),
  parent: z.number(),
})

const termsProvide = action<OpenWordPress, { readonly taxonomy: string; readonly path: string }, StoredTerm>({
  title: 'Find a term by its path, and make what is missing of it',
  effect: 'idempotent',
  input: z.object({ taxonomy, path: z.string().min(1).max(1000).describe('Such as News > Local') }),
  output: storedTerm,
  async run(site, { taxonomy: name, path }, call) {
    const term = await provideTerm(site, taxonomyOf(site, name), path, { create: true, ...(call && { call }) })
    if (term === null) throw new HubError('internal', 'A term that was to be made is not there')
    return term
  },
})

const usersFind = action<OpenWordPress, { readonly user: string }, { readonly id: number | null }>({
  title: 'Find a user by login, e-mail or name',
  effect: 'read',
  input: z.object({ user: z.string().min(1).max(320) }),
  output: z.object({ id: z.number().nullable() }),
  run: async (site, { user }) => ({ id: await findUser(site, user) }),
})

/** What can be done on a WordPress site: everything that its REST API has. */
export const wordpressActions = {
  ...buildActions(resources),
  'revisions.restore': restoreRevision,
  'media.upload': upload,
  'terms.provide': termsProvide,
  'users.find': usersFind,
  'plugins.install': installPlugin,
  'abilities.run': runAbility,
  request,
}

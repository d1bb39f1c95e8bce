import { HubError } from '../../errors/hub-error.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import type { OpenWordPress } from './open-site.ts'

/**
 * The id of the user with exactly this login, e-mail, slug or shown name, in that order; `null` when there is none, or
 * several of a name. Who may not edit users sees only the authors of published posts, and neither login nor e-mail.
 */
export async function findUser(site: OpenWordPress, author: string): Promise<number | null> {
  const wanted = author.trim().toLowerCase()
  const users = await searchUsers(site, wanted)
  for (const name of ['username', 'email', 'slug', 'name']) {
    const [only, ...more] = users.filter((user) => stringOf(user[name], 320)?.toLowerCase() === wanted)
    if (only !== undefined && more.length === 0 && typeof only.id === 'number') return only.id
  }
  return null
}

async function searchUsers(site: OpenWordPress, search: string): Promise<Readonly<Record<string, unknown>>[]> {
  const query = { search, per_page: 100, _fields: 'id,username,email,slug,name' }
  const ask = async (context: string): Promise<unknown> =>
    (await site.client.get('/wp/v2/users', { ...query, context })).json?.value
  const list = await ask('edit').catch((error: unknown) => {
    if (error instanceof HubError && error.code === 'rest_forbidden_context') return ask('view')
    throw error
  })
  return (Array.isArray(list) ? list.slice(0, 100) : []).map(fields)
}

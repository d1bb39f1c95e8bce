import { expect, test } from 'vitest'
import { ask } from '../ask.ts'
import { wordpress } from '../site.ts'
import type { Quirk } from './registry.ts'

/** What strangers and authors are answered on `/wp/v2/<path>` by a site with this quirk. */
const closed: Partial<Record<Quirk, { path: string; stranger: [number, string]; author: [number, string] }>> = {
  'disable-rest-api': { path: 'posts', stranger: [401, 'rest_cannot_access'], author: [200, ''] },
  'disable-rest-api-role': {
    path: 'posts',
    stranger: [401, 'rest_cannot_access'],
    author: [401, 'rest_cannot_access'],
  },
  'force-login': { path: 'posts', stranger: [401, 'rest_unauthorized'], author: [200, ''] },
  'solid-security': { path: 'posts', stranger: [401, 'itsec_rest_api_access_restricted'], author: [200, ''] },
  perfmatters: { path: 'posts', stranger: [401, 'rest_authentication_error'], author: [200, ''] },
  'perfmatters-admins': {
    path: 'posts',
    stranger: [401, 'rest_authentication_error'],
    author: [401, 'rest_authentication_error'],
  },
  patchstack: { path: 'posts', stranger: [401, 'rest_authorization_required'], author: [200, ''] },
  'all-in-one-security': { path: 'posts', stranger: [500, 'wp_die'], author: [500, 'wp_die'] },
  'users-closed': { path: 'users', stranger: [401, 'rest_user_cannot_view'], author: [200, ''] },
}

test.each(Object.entries(closed))(
  '%s closes the API as the real one does',
  async (name, { path, stranger, author }) => {
    const site = await wordpress()
    await site.setQuirks([name as Quirk])
    const url = `${site.url}/wp-json/wp/v2/${path}`
    const headers = { accept: 'application/json' }
    const code = (json: unknown) => (json as { code?: string }).code ?? ''
    const asStranger = await ask(url, { headers })
    expect([asStranger.status, code(asStranger.json)]).toEqual(stranger)
    const asAuthor = await ask(url, { headers, as: site.users.author })
    expect([asAuthor.status, code(asAuthor.json)]).toEqual(author)
    if (author[0] !== 200) return
    expect((await ask(`${site.url}/wp-json/wp/v2/users/me`, { as: site.users.author })).status).toBe(200)
  },
)

test('Solid Security leaves the index open, Force Login sends visitors to the login page', async () => {
  const site = await wordpress()
  await site.setQuirks(['solid-security'])
  const index = await ask(`${site.url}/wp-json/`)
  expect(index.json).toMatchObject({ namespaces: expect.arrayContaining(['ithemes-security/v1']) })
  await site.setQuirks(['force-login'])
  const home = await ask(`${site.url}/`)
  expect(home.status).toBe(302)
  expect(home.headers.get('location')).toContain('/wp-login.php?redirect_to=')
})

test('Cerber answers its page to everybody', async () => {
  const site = await wordpress()
  await site.setQuirks(['cerber'])
  const answer = await ask(`${site.url}/wp-json/wp/v2/users/me`, { as: site.users.administrator })
  expect(answer.status).toBe(403)
  expect(answer.text).toContain("We're sorry, you are not allowed to proceed")
})

test.each([
  ['app-passwords-off', []],
  ['hostinger', ['hostinger-tools-plugin/v1']],
  ['fluentauth', ['fluent-auth']],
  ['wordfence', ['wordfence/v1']],
] as const)('%s switches application passwords off for the site', async (name, namespaces) => {
  const site = await wordpress()
  await site.setQuirks([name])
  const index = await ask(`${site.url}/wp-json/`)
  expect(index.json).toMatchObject({ authentication: [], namespaces: expect.arrayContaining([...namespaces]) })
  const list = await ask(`${site.url}/wp-json/wp/v2/users/me/application-passwords`)
  expect(list).toMatchObject({ status: 501, json: { code: 'application_passwords_disabled' } })
})

test('application passwords that are off for a user are still advertised', async () => {
  const site = await wordpress()
  await site.setQuirks(['app-passwords-off-for-user'])
  const index = await ask(`${site.url}/wp-json/`)
  expect(index.json).toHaveProperty(['authentication', 'application-passwords'])
  const me = `${site.url}/wp-json/wp/v2/users/me`
  expect((await ask(me, { as: site.users.author })).status).toBe(401)
  expect((await ask(me, { as: site.users.administrator })).status).toBe(200)
})

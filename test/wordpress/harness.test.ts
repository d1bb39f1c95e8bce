import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ask } from './ask.ts'
import { wordpress } from './site.ts'
import { roles } from './site-options.ts'

const me = '/wp-json/wp/v2/users/me?context=edit'

test.each(['oldest', 'middle', 'newest'] as const)(
  'every role of the %s WordPress has an application password',
  async (version) => {
    const site = await wordpress({ version })
    for (const role of roles) {
      const answer = await ask(site.url + me, { as: site.users[role] })
      expect(answer).toMatchObject({ status: 200, json: { username: role, roles: [role], id: site.users[role].id } })
    }
    expect(await site.php('return get_bloginfo("version");')).toBe(site.version)
  },
)

test.each(['root', 'subdirectory', 'own-directory'] as const)(
  'a site in the layout %s answers by both kinds of address',
  async (layout) => {
    for (const permalinks of ['pretty', 'plain'] as const) {
      const site = await wordpress({ layout, permalinks })
      const home = await ask(`${site.url}/`)
      expect(home.status).toBe(200)
      const path = permalinks === 'pretty' ? '/wp-json/' : '/index.php?rest_route=/'
      expect(home.headers.get('link')).toContain(`<${site.url}${path}>; rel="https://api.w.org/"`)
      const plain = await ask(`${site.url}/?rest_route=/`)
      expect(plain.json).toMatchObject({ url: site.coreUrl, home: site.url })
      expect((await ask(`${site.url}/wp-json/`)).status).toBe(permalinks === 'pretty' ? 200 : 404)
    }
  },
)

test('application passwords of one site are worth nothing on another', async () => {
  const one = await wordpress()
  const other = await wordpress({ fresh: true })
  expect((await ask(other.url + me, { as: one.users.editor })).json).toMatchObject({ code: 'rest_not_logged_in' })
})

test('what happens on one site is not seen on another', async () => {
  const one = await wordpress()
  const other = await wordpress({ fresh: true })
  await one.php('update_option("blogname", "Changed"); return null;')
  await one.setQuirks(['maintenance'])
  expect((await ask(`${one.url}/`)).status).toBe(503)
  expect((await ask(`${other.url}/wp-json/`)).json).toMatchObject({ name: 'Test site' })
  await one.reset()
})

test('a reset site has forgotten what happened, and keeps its passwords', async () => {
  const site = await wordpress()
  const as = site.users.author
  const headers = { 'content-type': 'image/gif', 'content-disposition': 'attachment; filename="dot.gif"' }
  const body = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
  const made = await ask(`${site.url}/wp-json/wp/v2/media`, { method: 'POST', headers, body, as })
  expect(made.status).toBe(201)
  const picture = (made.json as { source_url: string }).source_url
  expect((await ask(picture)).status).toBe(200)
  await site.setQuirks(['fatal'])
  await site.reset()
  expect((await ask(picture)).status).toBe(404)
  expect((await ask(`${site.url}/wp-json/wp/v2/media`, { as })).json).toEqual([])
})

test('the log names every answered request, and whether it carried credentials', async () => {
  const site = await wordpress()
  await site.clearLog()
  await ask(`${site.url}/wp-json/?one`, { headers: { 'user-agent': 'Curious "one"' } })
  await ask(`${site.url}/wp-json/?two`, { method: 'HEAD', as: site.users.author })
  expect(await site.log()).toEqual([
    { method: 'GET', uri: '/wp-json/?one', status: 200, hasAuthorization: false, userAgent: 'Curious "one"' },
    { method: 'HEAD', uri: '/wp-json/?two', status: 200, hasAuthorization: true, userAgent: 'undici' },
  ])
})

test('mail is kept, not sent', async () => {
  const site = await wordpress()
  await site.php('return wp_mail("somebody@wordpress.test", "Hello", "Text");')
  expect(site.mail()).toMatchObject([{ to: 'somebody@wordpress.test', subject: 'Hello', message: 'Text' }])
})

test('a site by https is trusted with the authority of the run, and not without', async () => {
  const site = await wordpress({ scheme: 'https', environment: 'production' })
  await expect(ask(site.url)).rejects.toMatchObject({ cause: { code: 'SELF_SIGNED_CERT_IN_CHAIN' } })
  const index = await ask(`${site.url}/wp-json/`, { ca: site.ca })
  expect(index.json).toHaveProperty(['authentication', 'application-passwords'])
})

test.each([
  ['expired', 'CERT_HAS_EXPIRED'],
  ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['other-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['incomplete', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
] as const)('a certificate that is %s is refused for that', async (certificate, code) => {
  const site = await wordpress({ scheme: 'https', certificate })
  await expect(ask(site.url, { ca: site.ca })).rejects.toMatchObject({ cause: { code } })
})

test('a production site over http has no application passwords', async () => {
  const site = await wordpress({ environment: 'production' })
  expect((await ask(`${site.url}/wp-json/`)).json).toMatchObject({ authentication: [] })
  expect((await ask(site.url + me, { as: site.users.editor })).status).toBe(401)
})

test('a closed site leaves nothing behind', async () => {
  const site = await wordpress({ fresh: true })
  await site.close()
  expect(existsSync(site.folder)).toBe(false)
  await expect(ask(site.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})

test('the member of a network has its own posts, and the users of all', async () => {
  const site = await wordpress({ layout: 'network' })
  expect(await site.php('return [is_multisite(), get_option("home")];')).toEqual([true, site.url])
  expect((await ask(site.url + me, { as: site.users.author })).json).toMatchObject({ roles: ['author'] })
  expect((await ask(`${site.url}/`)).headers.get('link')).toContain(`<${site.url}/wp-json/>; rel="https://api.w.org/"`)
  const script = await ask(`${site.url}/wp-includes/js/jquery/jquery.min.js`)
  expect(script.status).toBe(200)
  expect((await ask(`${site.url}/wp-login.php`)).text).toContain('id="loginform"')
})

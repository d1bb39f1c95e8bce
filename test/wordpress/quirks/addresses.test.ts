import { expect, test } from 'vitest'
import { ask } from '../ask.ts'
import { type Site, wordpress } from '../site.ts'

test('the API lives at another prefix', async () => {
  const site = await wordpress()
  await site.setQuirks(['rest-prefix'])
  expect((await ask(`${site.url}/`)).headers.get('link')).toContain(`<${site.url}/api/>; rel="https://api.w.org/"`)
  expect((await ask(`${site.url}/api/wp/v2/posts`)).status).toBe(200)
  expect((await ask(`${site.url}/wp-json/`)).status).toBe(404)
})

test('nothing on the home page tells where the API is', async () => {
  const site = await wordpress()
  expect((await ask(`${site.url}/`)).text).toContain('https://api.w.org/')
  await site.setQuirks(['no-advertising'])
  const home = await ask(`${site.url}/`)
  expect(home.headers.get('link') ?? '').not.toContain('api.w.org')
  expect(home.text).not.toMatch(/api\.w\.org|EditURI/)
  expect((await ask(`${site.url}/wp-json/`)).status).toBe(200)
})

test('the login page is hidden, and found behind its door', async () => {
  const site = await wordpress()
  await site.setQuirks(['hidden-login'])
  expect((await ask(`${site.url}/wp-login.php`)).status).toBe(404)
  const approval = await ask(`${site.url}/wp-admin/authorize-application.php?app_name=Test`)
  expect([approval.status, approval.headers.get('location')]).toEqual([302, `${site.url}/404/`])
  expect((await ask(`${site.url}/hidden-door/`)).text).toContain('id="loginform"')
})

test('behind a TLS proxy that says nothing, application passwords are off', async () => {
  const proxied = await wordpress({ scheme: 'https', environment: 'production', quirks: ['tls-proxy'] })
  expect(await indexOf(proxied)).toMatchObject({ url: proxied.url, authentication: [] })
  const httpAddress = await wordpress({
    scheme: 'https',
    environment: 'production',
    quirks: ['tls-proxy-http-address'],
  })
  expect(await indexOf(httpAddress)).toMatchObject({ url: `http://127.0.0.1:${httpAddress.port}`, authentication: [] })
})

test('the address that is stored is another one than was typed', async () => {
  const secure = await wordpress({ environment: 'production', quirks: ['stored-https'] })
  const index = await ask(`${secure.url}/?rest_route=/`)
  expect(index.json).toMatchObject({ url: `https://127.0.0.1:${secure.port}`, authentication: [] })
  const moved = await wordpress({ quirks: ['redirects-host'] })
  const home = await ask(`${moved.url}/wp-json/`)
  expect([home.status, home.headers.get('location')]).toEqual([301, `http://localhost:${moved.port}/wp-json/`])
})

test('XML-RPC answers, refuses logins, or is blocked', async () => {
  const site = await wordpress()
  const { username, password } = site.users.author
  const value = (text: string) => `<param><value><string>${text}</string></value></param>`
  const body = `<methodCall><methodName>wp.getUsersBlogs</methodName><params>${value(username)}${value(password)}</params></methodCall>`
  const call = () => ask(`${site.url}/xmlrpc.php`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body })
  expect((await call()).text).toContain('<name>blogid</name>')
  await site.setQuirks(['xmlrpc-disabled'])
  expect((await call()).text).toContain('<int>405</int>')
  await site.setQuirks(['xmlrpc-blocked'])
  expect((await call()).status).toBe(403)
})

const indexOf = async ({ url, ca }: Site) => (await ask(`${url}/wp-json/`, { ca })).json

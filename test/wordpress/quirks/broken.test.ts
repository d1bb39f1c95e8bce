import { expect, test } from 'vitest'
import { ask, basic } from '../ask.ts'
import { wordpress } from '../site.ts'
import { gate } from './registry.ts'

const me = '/wp-json/wp/v2/users/me'

test('a dropped header makes everybody a stranger', async () => {
  const site = await wordpress()
  await site.setQuirks(['header-dropped'])
  await site.clearLog()
  expect(await ask(site.url + me, { as: site.users.editor })).toMatchObject({
    status: 401,
    json: { code: 'rest_not_logged_in' },
  })
  expect(await site.log()).toMatchObject([{ hasAuthorization: true }])
})

test('a gate stands before everything, or before the API alone', async () => {
  const site = await wordpress()
  await site.setQuirks(['basic-gate'])
  const home = await ask(`${site.url}/`)
  expect(home.status).toBe(401)
  expect(home.headers.get('www-authenticate')).toBe('Basic realm="Members only"')
  const passed = await ask(`${site.url}/`, { headers: { authorization: basic(gate.username, gate.password) } })
  expect(passed.status).toBe(200)
  await site.setQuirks(['basic-gate-rest'])
  expect((await ask(`${site.url}/`)).status).toBe(200)
  expect((await ask(`${site.url}/wp-json/`)).headers.get('www-authenticate')).toBe('Basic realm="Members only"')
  expect((await ask(`${site.url}/?rest_route=/`)).status).toBe(401)
})

test('a firewall closes one address of the API, or both', async () => {
  const site = await wordpress()
  await site.setQuirks(['firewall-path'])
  const refused = await ask(`${site.url}/wp-json/`)
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('<title>403 Forbidden</title>')
  expect((await ask(`${site.url}/?rest_route=/`)).status).toBe(200)
  await site.setQuirks(['firewall-rest'])
  expect((await ask(`${site.url}/?rest_route=/`)).status).toBe(403)
  expect((await ask(`${site.url}/`)).status).toBe(200)
})

test('a catch-all answers a page with 200 where the API would be', async () => {
  const site = await wordpress()
  await site.setQuirks(['soft-200'])
  expect(await ask(`${site.url}/wp-json/`)).toMatchObject({ status: 200, json: null })
  expect((await ask(`${site.url}/?rest_route=/`)).json).toHaveProperty('namespaces')
})

test('methods are blocked, and the override header gets through', async () => {
  const site = await wordpress()
  await site.setQuirks(['methods-blocked'])
  const url = `${site.url}/wp-json/wp/v2/posts/1`
  const as = site.users.administrator
  expect((await ask(url, { method: 'DELETE', as })).status).toBe(405)
  const headers = { 'x-http-method-override': 'DELETE' }
  expect(await ask(url, { method: 'POST', headers, as })).toMatchObject({ status: 200, json: { status: 'trash' } })
  await site.reset()
})

test('a firewall refuses block comments, and takes plain HTML', async () => {
  const site = await wordpress()
  await site.setQuirks(['refuses-blocks'])
  const post = (content: string) => {
    const body = JSON.stringify({ title: 'Text', content })
    const headers = { 'content-type': 'application/json' }
    return ask(`${site.url}/wp-json/wp/v2/posts`, { method: 'POST', headers, body, as: site.users.author })
  }
  expect((await post('<!-- wp:paragraph --><p>Text</p><!-- /wp:paragraph -->')).status).toBe(403)
  expect((await post('<p>Text</p>')).status).toBe(201)
})

test('JSON is preceded by a byte order mark, or by warnings', async () => {
  const site = await wordpress()
  await site.setQuirks(['dirty-bom'])
  expect((await ask(`${site.url}/wp-json/`)).text.slice(0, 8)).toBe('\uFEFF{"name"')
  await site.setQuirks(['dirty-warnings'])
  const { text } = await ask(`${site.url}/wp-json/`)
  expect(text.slice(0, text.indexOf('{"name"'))).toContain('<b>Warning</b>:  Undefined array key')
})

test('sites break as WordPress breaks', async () => {
  const site = await wordpress()
  const accept = { accept: 'application/json' }
  await site.setQuirks(['maintenance'])
  const maintenance = await ask(`${site.url}/wp-json/`)
  expect(maintenance.headers.get('retry-after')).toBe('600')
  expect(maintenance).toMatchObject({ status: 503, text: expect.stringContaining('Briefly unavailable') })
  await site.setQuirks(['fatal'])
  expect(await ask(`${site.url}/wp-json/`, { headers: accept })).toMatchObject({
    status: 500,
    json: { code: 'internal_server_error' },
  })
  await site.setQuirks(['database-down'])
  const down = await ask(`${site.url}/`)
  expect(down).toMatchObject({ status: 500, text: expect.stringContaining('Error establishing a database connection') })
  expect(await site.php('return 1 + 1;')).toBe(2)
})

test('a slow site takes its time, a limited one counts', async () => {
  const site = await wordpress({ constants: { QUIRK_DELAY: 0.5, QUIRK_LIMIT: 2, QUIRK_WINDOW: 60 } })
  await site.setQuirks(['slow'])
  const start = performance.now()
  await ask(`${site.url}/wp-json/`)
  expect(performance.now() - start).toBeGreaterThan(500)
  await site.setQuirks(['rate-limited'])
  const answers = []
  for (let count = 0; count < 3; count++) answers.push(await ask(`${site.url}/wp-json/`))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(50)
})

test('a cache serves what was, to the same user or to everybody', async () => {
  const site = await wordpress()
  const as = site.users.editor
  await site.setQuirks(['stale-cache'])
  const index = `${site.url}/wp-json/`
  await ask(index)
  await site.php('update_option("blogname", "New name"); return null;')
  expect((await ask(index)).json).toMatchObject({ name: 'Test site' })
  expect((await ask(index, { as })).json).toMatchObject({ name: 'New name' })
  expect((await ask(site.url + me, { as })).status).toBe(200)
  expect((await ask(site.url + me)).status).toBe(401)
  await site.setQuirks(['shared-cache'])
  await ask(site.url + me, { as })
  expect((await ask(site.url + me)).status).toBe(200)
  await site.reset()
})

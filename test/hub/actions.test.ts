import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Project } from '../../src/store/projects.ts'
import { putBehindProxy } from '../connections/behind-proxy.ts'
import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { type Answer, call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser, type KeyOptions } from './people.ts'

/** How long a site takes that takes its time. */
const stallMs = 3000

let hub: TestHub
let site: Site
let project: Project
let blog: { readonly id: string }
/** Without the proxy, which holds what passes. */
let other: { readonly id: string }
let proxy: FaultProxy
let owner: Awaited<ReturnType<typeof addUser>>
let editor: Record<string, string>

beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  site = await wordpress()
  // A custom field that it shows, and that nobody may write.
  await site.php(`return file_put_contents(WPMU_PLUGIN_DIR . '/late.php',
    "<?php add_action('init', fn () => register_post_meta('post', '_late', ['type' => 'number', 'single' => true, 'show_in_rest' => true]));");`)
  project = await addProject(hub)
  owner = await addUser(hub, { project, role: 'owner' })
  editor = await keyFor({ role: 'editor' })
  blog = await connect('Blog', 'editor')
  other = await connect('Other', 'author')
  proxy = await putBehindProxy(hub.hub.store, blog.id, site, stallMs)
  return async () => {
    await proxy.close()
    await hub.close()
  }
})

async function keyFor(options: KeyOptions): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await addKey(hub, project, owner, options)}` }
}

async function connect(name: string, user: 'editor' | 'author'): Promise<{ id: string }> {
  const { username, applicationPassword: password } = site.users[user]
  const json = { input: { address: site.url, username, password }, name }
  const answer = await call(`${hub.url}/api/v1/connections`, { headers: editor, json })
  return (answer.json as { connection: { id: string } }).connection
}

function ask(path: string, options: Parameters<typeof call>[1] = {}): Promise<Answer> {
  return call(`${hub.url}/api/v1${path}`, { headers: editor, ...options })
}

function run(action: string, json: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(`/connections/Blog/actions/${action}`, { json, headers: { ...editor, ...headers } })
}

let count = 0
function post(title: string): { readonly input: object } {
  return { input: { title, content: 'Text', status: 'publish', key: `public${String(++count).padStart(8, '0')}` } }
}

async function postsCalled(title: string): Promise<unknown> {
  return site.php(`return count(get_posts(['title' => '${title}', 'post_status' => 'any', 'numberposts' => -1]));`)
}

test('what a connector can do is listed, described with its schemas, and done', async () => {
  const listed = await ask('/connections/Blog/actions?search=create%20post')
  expect(listed.json).toMatchObject({ items: [{ name: 'posts.create', effect: 'keyed', title: expect.any(String) }] })
  const described = await ask('/connections/Blog/actions/media.upload')
  expect(described.json).toMatchObject({
    name: 'media.upload',
    effect: 'keyed',
    input: { type: 'object', properties: { bytes: { type: 'string', contentEncoding: 'base64' } } },
  })
  // The first call of all also asks what the site is like.
  await run('users.find', { input: { user: 'editor' } })
  const done = await run('posts.create', post('Done'))
  expect([done.status, done.json]).toMatchObject([200, { found: false, differences: [], dryRun: null, requests: 2 }])
  expect(await postsCalled('Done')).toBe(1)
  const nothing = await run('posts.craete', post('x'))
  expect(nothing.json).toMatchObject({ code: 'not_found', fix: 'Did you mean posts.create?' })
  const wrong = await run('posts.update', { input: { id: -1, excerpt: [] } })
  expect(wrong.json).toMatchObject({
    code: 'bad_input',
    errors: [
      { field: 'id', message: expect.any(String) },
      { field: 'excerpt', message: expect.any(String) },
    ],
  })
})

test('kinds are described without a connection: how to connect them, and all that they can do', async () => {
  const kinds = await ask('/connectors')
  expect(kinds.json).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({
        kind: 'wordpress',
        methods: expect.arrayContaining([
          expect.objectContaining({ name: 'application-password', how: 'typed', input: expect.anything() }),
        ]),
      }),
    ]),
  })
  const one = (await ask('/connectors/wordpress')).json as { actions: { name: string; output: object }[] }
  expect(one.actions.find(({ name }) => name === 'posts.create')?.output).toMatchObject({ type: 'object' })
  expect((await ask('/connectors/none')).json).toMatchObject({ code: 'bad_input' })
})

test('a viewer may read and not write, and a key for another connection reaches nothing', async () => {
  const viewer = await keyFor({ role: 'viewer' })
  expect((await run('users.find', { input: { user: 'editor' } }, viewer)).status).toBe(200)
  for (const json of [post('By a viewer'), { ...post('By a viewer'), dryRun: true }])
    expect((await run('posts.create', json, viewer)).json).toMatchObject({ code: 'forbidden' })
  expect(await postsCalled('By a viewer')).toBe(0)
  const request = (method: string): Promise<Answer> =>
    run('request', { input: { method, route: '/wp/v2/tags' } }, viewer)
  expect((await request('GET')).status).toBe(200)
  expect((await request('POST')).json).toMatchObject({ code: 'forbidden' })

  const elsewhere = await keyFor({ role: 'editor', connectionIds: [other.id] })
  for (const path of ['actions', 'lookups', 'triggers'])
    expect((await ask(`/connections/${blog.id}/${path}`, { headers: elsewhere })).status).toBe(403)
  expect(
    (await ask(`/connections/${blog.id}/actions/posts.create`, { headers: elsewhere, json: post('x') })).status,
  ).toBe(403)
})

test('what takes something away wants to be confirmed, and the audit log names the action', async () => {
  const made = (await run('posts.create', post('Deleted'))).json as { output: { id: number } }
  const input = { id: made.output.id, force: true }
  expect((await run('posts.delete', { input })).json).toMatchObject({ code: 'confirmation_needed' })
  expect(await postsCalled('Deleted')).toBe(1)
  const dry = await run('posts.delete', { input, dryRun: true })
  expect(dry.json).toMatchObject({ dryRun: { effect: 'destructive', writes: [{ method: 'POST' }] } })
  expect(await postsCalled('Deleted')).toBe(1)
  expect((await run('posts.delete', { input, confirm: true })).json).toMatchObject({ output: { state: 'deleted' } })
  expect(await postsCalled('Deleted')).toBe(0)
  const log = await ask('/audit?operation=actions.run&limit=1', { headers: await keyFor({ role: 'owner' }) })
  expect(log.json).toMatchObject({ items: [{ subject: 'Blog', detail: { action: 'posts.delete' }, outcome: 'ok' }] })
})

test('a create whose answer was cut on the way is found, and said to be', async () => {
  proxy.setRates({ cut: 1 })
  onTestFinished(() => proxy.setRates({}))
  expect((await run('posts.create', post('Cut'))).json).toMatchObject({
    found: true,
    output: { title: { raw: 'Cut' } },
  })
  expect(await postsCalled('Cut')).toBe(1)
})

test('a call that was given up is finished all the same, and its answer is there for the repeat', async () => {
  const json = post('Given up')
  await giveUp('given-up', json)
  const again = await askUntilDone('given-up', json)
  expect([again.status, again.json]).toMatchObject([200, { found: false, output: { title: { raw: 'Given up' } } }])
  expect(await postsCalled('Given up')).toBe(1)
})

test('a call whose process is gone is looked for by the next one under its key, and not repeated', async () => {
  const json = post('Crashed')
  await giveUp('crashed', json)
  // As after a crash: nobody holds the key any longer.
  await hub.hub.store.pool.query("update idempotency_keys set locked_until = now() - interval '1 second'")
  const again = await askUntilDone('crashed', json)
  expect([again.status, again.json]).toMatchObject([200, { found: true, output: { title: { raw: 'Crashed' } } }])
  await sleep(stallMs)
  expect(await postsCalled('Crashed')).toBe(1)
})

/** Sends a create, and hangs up when the site has it and takes its time. */
async function giveUp(key: string, json: object): Promise<void> {
  const headers = { ...editor, 'idempotency-key': key, 'content-type': 'application/json' }
  const hangUp = new AbortController()
  proxy.setRates({ stallAfter: 1 })
  proxy.onWrite = () => hangUp.abort()
  const address = `${hub.url}/api/v1/connections/Blog/actions/posts.create`
  const lost = fetch(address, { method: 'POST', headers, body: JSON.stringify(json), signal: hangUp.signal })
  await expect(lost).rejects.toThrow()
  proxy.onWrite = null
  proxy.setRates({})
}

async function askUntilDone(key: string, json: object): Promise<Answer> {
  for (;;) {
    const answer = await run('posts.create', json, { 'idempotency-key': key })
    if (answer.status !== 409) return answer
    await sleep(100)
  }
}

test('what has no key and lost its answer is not repeated under its idempotency key either', async () => {
  proxy.setRates({ cut: 1 })
  onTestFinished(() => proxy.setRates({}))
  const json = { input: { title: 'Lost for good' } }
  const first = await run('posts.create', json, { 'idempotency-key': 'lost' })
  expect([first.status, first.json]).toMatchObject([502, { code: 'answer_lost' }])
  proxy.setRates({})
  const again = await run('posts.create', json, { 'idempotency-key': 'lost' })
  expect(again.json).toMatchObject({ code: 'answer_lost', fix: expect.stringContaining('before you send it again') })
  expect(await postsCalled('Lost for good')).toBe(1)
})

test('what the site stored and refused a part of is refused again under its idempotency key, and not made again', async () => {
  const { input } = post('Refused late')
  const json = { input: { ...input, meta: { _late: 4.5 } } }
  for (const _try of [1, 2])
    expect((await run('posts.create', json, { 'idempotency-key': 'late' })).json).toMatchObject({
      code: 'rest_cannot_update',
      detail: expect.stringContaining('It is on the site as '),
      fix: expect.stringContaining('twice'),
    })
  expect(await postsCalled('Refused late')).toBe(1)
})

test('two at once under one key do it once, and a repeat is told the same', async () => {
  const json = post('Twice')
  const both = await Promise.all([1, 2].map(() => run('posts.create', json, { 'idempotency-key': 'twice' })))
  const statuses = both.map(({ status }) => status).sort()
  expect([
    [200, 200],
    [200, 409],
  ]).toContainEqual(statuses)
  const first = both.find(({ status }) => status === 200)
  expect((await run('posts.create', json, { 'idempotency-key': 'twice' })).json).toEqual(first?.json)
  expect((await run('posts.create', post('Else'), { 'idempotency-key': 'twice' })).json).toMatchObject({
    code: 'conflict',
  })
  expect(await postsCalled('Twice')).toBe(1)
})

test('a file of several megabytes is uploaded, and a request of more than 64 is refused', async () => {
  const bytes = Buffer.alloc(8 * 1024 * 1024, 'pressroom').toString('base64')
  const input = { name: 'large.txt', type: 'text/plain', bytes, slug: 'large-file' }
  expect((await run('media.upload', { input })).json).toMatchObject({ output: { slug: 'large-file' } })
  const tooMuch = await run('media.upload', { input: { ...input, bytes: 'A'.repeat(68 * 1024 * 1024) } })
  expect(tooMuch.json).toMatchObject({ code: 'request_too_large' })
  const asText = await run('posts.create', { input: { title: 'A'.repeat(50 * 1024 * 1024) } })
  expect(asText.json).toMatchObject({ code: 'bad_input' })
  expect((await ask('/connections/Blog')).status).toBe(200)
})

test('a form carries a file as it is, and its texts are read as the action wants them', async () => {
  const parent = (await run('posts.create', post('With a file'))).json as { output: { id: number } }
  const form = new FormData()
  form.set('input[bytes]', new File([Buffer.alloc(3_000_000, 'tea')], 'tea.txt', { type: 'text/plain' }))
  form.set('input[name]', 'tea.txt')
  form.set('input[slug]', 'tea-leaves')
  form.set('input[post]', String(parent.output.id))
  const address = `${hub.url}/api/v1/connections/Blog/actions/media.upload`
  const send = async (key: string): Promise<Response> =>
    fetch(address, { method: 'POST', headers: { ...editor, 'idempotency-key': key }, body: form })
  const first = (await (await send('form')).json()) as { output: { id: number } }
  expect(first).toMatchObject({ output: { slug: 'tea-leaves', post: parent.output.id } })
  expect(await site.php(`return filesize(get_attached_file(${first.output.id}));`)).toBe(3_000_000)
  expect(await (await send('form')).json()).toEqual(first)
  form.set('input[bytes]', new File(['other'], 'tea.txt', { type: 'text/plain' }))
  expect(await (await send('form')).json()).toMatchObject({ code: 'conflict' })
})

/** `fetch` of Node would hold what it sends. */
async function* formWith(path: string): AsyncGenerator<string | Buffer> {
  yield '--x\r\ncontent-disposition: form-data; name="input[name]"\r\n\r\nlarge.pdf\r\n'
  yield '--x\r\ncontent-disposition: form-data; name="input[bytes]"; filename="large.pdf"\r\ncontent-type: application/pdf\r\n\r\n'
  yield* createReadStream(path)
  yield '\r\n--x--\r\n'
}

/** Of this process, outside the heap, without what is only garbage. */
function liveBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  return process.memoryUsage().arrayBuffers
}

test('a large file passes through a form without being in memory, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-large-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'large.bin')
  const size = 60 * 1024 * 1024
  writeFileSync(path, randomBytes(size))
  const usual = liveBytes()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, liveBytes())
  }, 200)
  const sent = request(`${hub.url}/api/v1/connections/${other.id}/actions/media.upload`, {
    method: 'POST',
    headers: { ...editor, 'content-type': 'multipart/form-data; boundary=x' },
  })
  const [[answer]] = await Promise.all([once(sent, 'response'), pipeline(formWith(path), sent)])
  const { output } = (await json(answer)) as { output: { id: number } }
  clearInterval(watch)
  expect(await site.php(`return hash_file('sha256', get_attached_file(${output.id}));`)).toBe(
    createHash('sha256').update(readFileSync(path)).digest('hex'),
  )
  expect(most - usual).toBeLessThan(size / 2)
  expect(readdirSync(join(hub.settings.data, 'scratch'))).toEqual([])
})

test('a form with a file from a stranger, or of an action that is refused, leaves nothing behind', async () => {
  const form = new FormData()
  form.set('input[bytes]', new File([Buffer.alloc(3_000_000)], 'a.pdf'))
  form.set('input[post]', 'none')
  const address = `${hub.url}/api/v1/connections/Blog/actions/media.upload`
  for (const [headers, status] of [
    [editor, 400],
    [{}, 413],
  ] as const)
    expect((await fetch(address, { method: 'POST', headers, body: form })).status).toBe(status)
  expect(readdirSync(join(hub.settings.data, 'scratch'))).toEqual([])
})

test('input that is nested without end, or names a prototype, is refused', async () => {
  const deep = `{"input":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`
  const headers = { ...editor, 'content-type': 'application/json' }
  const path = '/connections/Blog/actions/posts.create'
  for (const more of [{}, { 'idempotency-key': 'deep' }])
    expect((await ask(path, { body: deep, headers: { ...headers, ...more } })).json).toMatchObject({
      code: 'bad_input',
    })
  const body = '{"input":{"meta":{"__proto__":{"polluted":true}},"title":"x"}}'
  expect((await ask(path, { body, headers })).json).toMatchObject({ code: 'bad_input' })
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  const change = '/connections/Blog/actions/posts.update'
  const above = '{"__proto__":{"dryRun":true},"constructor":{"prototype":{"confirm":true}},"input":{}}'
  expect((await ask(change, { body: above, headers })).json).toMatchObject({
    code: 'bad_input',
    errors: [{ field: 'id' }],
  })
})

test('a look-up gives the choices of a field, and says what it depends on', async () => {
  const described = (await ask('/connections/Blog/actions/posts.create')).json as { lookups: unknown[] }
  expect(described.lookups).toContainEqual({ field: 'categories', lookup: 'terms', input: { taxonomy: 'category' } })
  const listed = (await ask('/connections/Blog/lookups')).json as { items: { name: string }[] }
  expect(listed.items.map(({ name }) => name)).toContain('terms')
  const choose = (json: object): Promise<Answer> => ask('/connections/Blog/lookups/terms', { json })
  expect((await choose({ input: { taxonomy: 'category' }, search: 'uncat' })).json).toEqual({
    choices: [expect.objectContaining({ label: 'Uncategorized' })],
    more: false,
  })
  expect((await choose({ input: { taxonomy: 7 } })).json).toMatchObject({ errors: [{ field: 'taxonomy' }] })
  const viewer = await keyFor({ role: 'viewer' })
  expect((await ask('/connections/Blog/lookups/users', { json: {}, headers: viewer })).status).toBe(200)
  expect((await ask('/connections/Blog/lookups/term', { json: {} })).json).toMatchObject({ code: 'not_found' })
})

test('an answer with a secret in it is told once, and kept nowhere', async () => {
  const input = { method: 'POST', route: '/wp/v2/users/me/application-passwords', args: { name: 'Made by an action' } }
  const first = await run('request', { input }, { 'idempotency-key': 'secret' })
  const { password } = (first.json as { output: { body: { password: string } } }).output.body
  expect(password).toMatch(/^(?:\w{4} ?){6}$/)
  expect((await run('request', { input }, { 'idempotency-key': 'secret' })).json).toMatchObject({ code: 'conflict' })
  const { rows } = await hub.hub.store.pool.query(`select row_to_json(k)::text as row from idempotency_keys k`)
  expect(JSON.stringify(rows)).not.toContain(password)
})

test('a trigger begins where it is, and tells each thing once to whoever keeps its cursor', async () => {
  const listed = (await ask('/connections/Blog/triggers')).json as { items: { name: string }[] }
  expect(listed.items.map(({ name }) => name)).toContain('posts.changed')
  const poll = async (cursor: unknown) => {
    const { json } = await ask('/connections/Blog/triggers/posts.changed', { json: { cursor } })
    return json as { items: { key: string; item: { id: number } }[]; cursor: unknown }
  }
  const begun = await poll(null)
  expect(begun).toMatchObject({ items: [], more: false })
  const made = (await run('posts.create', post('Noticed'))).json as { output: { id: number } }
  const noticed = await poll(begun.cursor)
  expect(noticed.items).toMatchObject([{ key: expect.any(String), item: { id: made.output.id } }])
  expect((await poll(noticed.cursor)).items).toEqual([])
  for (const cursor of [7, { a: 'b' }, '{'])
    expect((await ask('/connections/Blog/triggers/posts.changed', { json: { cursor } })).json).toMatchObject({
      code: 'bad_input',
    })
})

import { connect } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { RouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Operations, operations } from '../../src/operations/table.ts'
import { createHandshake, newHandshakeId } from '../../src/store/handshakes.ts'
import type { Project } from '../../src/store/projects.ts'
import { type Answer, Browser, type Call, call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser, password } from './people.ts'

let hub: TestHub
let project: Project
let browser: Browser
let key = ''
let adminKey = ''

beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_TRUSTED_PROXIES: '127.0.0.2', PRESSROOM_URL: 'https://press.example.com' })
  project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  key = await addKey(hub, project, owner)
  adminKey = await addKey(hub, project, await addUser(hub, { admin: true }), { operations: ['instance.status'] })
  browser = new Browser(hub.url)
  await browser.login(owner.email, password)
})
afterAll(async () => await hub?.close())

const withKey = (options: Call = {}): Call => ({
  ...options,
  headers: { authorization: `Bearer ${key}`, ...options.headers },
})
/** Of a problem document, or of an error over RPC. */
const codeOf = ({ json }: Answer) => {
  const body = json as { code?: string; json?: { code?: string } } | null
  return body?.json?.code ?? body?.code
}

test('every error is a problem document with code, advice and the id of the request', async () => {
  const rename = { method: 'PATCH', json: { name: '' } }
  const cases: [string, Call, number, string][] = [
    ['/api/v1/nothing', {}, 404, 'not_found'],
    ['/nothing', {}, 404, 'not_found'],
    ['/api/v1/me', {}, 401, 'login_required'],
    ['/api/v1/me', { headers: { authorization: 'Basic YTpi' } }, 401, 'login_required'],
    ['/api/v1/users', withKey(), 403, 'forbidden'],
    ['/api/v1/events?limit=x', withKey(), 400, 'bad_input'],
    ['/api/v1/events?cursor=!&limit=501', withKey(), 400, 'bad_input'],
    [`/api/v1/projects/${project.id}`, withKey(rename), 400, 'bad_input'],
    [
      '/api/v1/sites/diagnose',
      withKey({ body: '{', headers: { 'content-type': 'application/json' } }),
      400,
      'bad_input',
    ],
    ['/api/v1/sites/diagnose', withKey({ json: { address: 'x'.repeat(1024 * 1024) } }), 413, 'request_too_large'],
    ['/api/v1/sites/diagnose', withKey({ json: { address: '::' } }), 400, 'address_invalid'],
    ['/api/v1/sites/diagnose', withKey({ json: {}, headers: { 'idempotency-key': 'a b' } }), 400, 'bad_input'],
    ['/api/auth/nothing', {}, 404, 'not_found'],
    ['/api/auth/sign-in/email', { json: { email: 'a@example.com', password: 'wrong' } }, 401, 'login_failed'],
  ]
  for (const [path, options, status, code] of cases) {
    const answer = await call(hub.url + path, options)
    expect([path, answer.status, answer.json]).toEqual([
      path,
      status,
      expect.objectContaining({
        type: `/api/docs#problem-${code}`,
        title: expect.stringMatching(/./),
        status,
        detail: expect.stringMatching(/./),
        code,
        fix: expect.stringMatching(/./),
        instance: `urn:request:${answer.headers['x-request-id']}`,
      }),
    ])
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.text).not.toMatch(/node_modules|at .*\.ts|stack/)
  }
})

test('a refused input names each field', async () => {
  const answer = await browser.call('/api/v1/keys', { json: { name: '', role: 'king' } })
  expect(answer.json).toMatchObject({ errors: [{ field: 'name' }, { field: 'role' }] })
})

test('a body that grows while it is sent is cut off, without a length given beforehand', async () => {
  const { hostname, port } = new URL(hub.url)
  const socket = connect(Number(port), hostname)
  const answer: Buffer[] = []
  socket.on('data', (chunk: Buffer) => answer.push(chunk))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  socket.write(
    `POST /api/v1/sites/diagnose HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
  )
  const chunk = `10000\r\n${' '.repeat(65536)}\r\n`
  for (let i = 0; i < 32 && socket.writable; i++) socket.write(chunk)
  socket.write('0\r\n\r\n')
  await closed
  expect(Buffer.concat(answer).toString()).toMatch(/^HTTP\/1.1 413 /)
})

test('a write without a body, or with one whose length is not said, is taken as any other', async () => {
  const { hostname, port } = new URL(hub.url)
  const send = async (path: string, lines: readonly string[]) => {
    const head = [`POST ${path} HTTP/1.1`, `host: ${hostname}:${port}`, `authorization: Bearer ${key}`, ...lines]
    const socket = connect(Number(port), hostname)
    socket.write(head.join('\r\n'))
    const answer: Buffer[] = []
    for await (const chunk of socket) answer.push(chunk)
    return Buffer.concat(answer).toString()
  }
  expect(await send('/api/v1/connections/none/check', ['connection: close', '', ''])).toMatch(/^HTTP\/1.1 404 /)
  const json = JSON.stringify({ address: 'http://10.0.0.1' })
  const chunked = ['content-type: application/json', 'transfer-encoding: chunked', 'connection: close', '']
  const chunks = [json.slice(0, 5), json.slice(5)].flatMap((part) => [part.length.toString(16), part])
  const answer = await send('/api/v1/sites/diagnose', [...chunked, ...chunks, '0', '', ''])
  expect(answer).toMatch(/^HTTP\/1.1 200 [\s\S]*address_refused/)
  for (const method of ['DELETE', 'OPTIONS', 'PATCH']) {
    expect((await call(`${hub.url}/api/v1/me`, withKey({ method }))).status).toBe(404)
  }
})

test('what no program would send is an error of who sent it, never of the hub', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const json = { 'content-type': 'application/json' }
  const multipart = { 'content-type': 'multipart/form-data; boundary=x', origin: 'https://press.example.com' }
  const attempts: [string, Call][] = [
    ['/api/v1/connections/a%00b', {}],
    ['/api/v1/connections?project=a%00b', {}],
    ['/api/v1/connections?search=%00', {}],
    ['/api/v1/audit?actor=%00', {}],
    ['/api/v1/connections/finish', { json: { handshake: 'a\0' } }],
    ['/api/v1/connections', { headers: json, body: '{' }],
    ['/api/v1/connections', { headers: json, body: 'null' }],
    ['/api/v1/connections', { headers: json, body: '{"__proto__":{"input":{}},"constructor":{"prototype":{"a":1}}}' }],
    ['/api/v1/connections', { headers: { ...json, 'idempotency-key': 'deep' }, body: `{"input":{"address":${deep}}}` }],
    ['/api/v1/connections', { headers: multipart, body: '--x\r\nnothing' }],
    ['/api/rpc/me/get', { headers: json, body: '{"json":{"a":1},"meta":[[1,"__proto__","polluted"]]}' }],
    ['/invitation/a%00b?secret=x', {}],
    ['/login', { headers: multipart, body: '--x\r\nnothing' }],
    ['/setup', { headers: multipart, body: '--x\r\nnothing' }],
    ['/login', { headers: { origin: 'https://press.example.com' }, form: { email: 'a\0@x.com', password: '\0' } }],
  ]
  for (const [path, options] of attempts) {
    const { status } = await call(`${hub.url}${path}`, withKey(options))
    expect([path, status]).toEqual([path, expect.toSatisfy((code: number) => code >= 400 && code < 500)])
  }
  expect('polluted' in {}).toBe(false)
})

test('a write that another site made the browser send is refused, with a cookie or without', async () => {
  const leave = '/api/v1/members/leave'
  const foreign: Record<string, string>[] = [
    // What a proxy in front of us asked for is sent by browsers by themselves.
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', authorization: 'Basic YTpi' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: hub.url, 'sec-fetch-site': 'cross-site' },
    { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
    { origin: hub.url.replace('127.0.0.1', 'localhost') },
  ]
  for (const headers of foreign) {
    for (const path of [leave, '/api/rpc/members/leave', '/logout', '/login', '/api/auth/sign-out', '/setup']) {
      const answer = await browser.call(path, { form: { email: 'a@example.com' }, headers })
      expect([path, headers, answer.status, codeOf(answer)]).toEqual([path, headers, 403, 'cross_site'])
    }
  }
  const cookieless = await call(`${hub.url}/login`, {
    form: { email: 'a' },
    headers: { origin: 'https://evil.example' },
  })
  expect(codeOf(cookieless)).toBe('cross_site')
  const ours: Record<string, string>[] = [
    { origin: hub.url },
    { origin: 'https://press.example.com' },
    { 'sec-fetch-site': 'same-origin' },
  ]
  // The last owner may not leave: a conflict says that the operation was reached.
  for (const headers of ours) expect(codeOf(await browser.call(leave, { json: {}, headers }))).toBe('conflict')
  const keyed = withKey({ json: { name: project.name }, method: 'PATCH', headers: { origin: 'https://evil.example' } })
  expect((await call(`${hub.url}/api/v1/projects/${project.id}`, keyed)).status).toBe(200)
})

test('what fails before an operation is told over RPC as operations tell it', async () => {
  const url = `${hub.url}/api/rpc`
  const evil = { origin: 'https://evil.example' }
  const client: RouterClient<Operations> = createORPCClient(new RPCLink({ url, headers: evil }))
  await expect(client.sites.diagnose({ address: 'example.com' })).rejects.toMatchObject({
    code: 'cross_site',
    status: 403,
    data: { title: expect.stringMatching(/./), fix: expect.stringMatching(/./), retry: 'after-change' },
  })
  const large = { address: 'x'.repeat(1024 * 1024) }
  const ours: RouterClient<Operations> = createORPCClient(new RPCLink({ url }))
  await expect(ours.sites.diagnose(large)).rejects.toMatchObject({ code: 'request_too_large', status: 413 })
})

test('RPC by GET reaches reading operations alone', async () => {
  const data = encodeURIComponent(JSON.stringify({ json: { name: 'by GET' } }))
  const write = await browser.call(`/api/rpc/keys/create?data=${data}`)
  expect(write.status).toBe(405)
  expect((await browser.call('/api/rpc/projects/list?data=%7B%22json%22%3A%7B%7D%7D')).status).toBe(200)
})

test('the hub answers under its own names alone, so that no stranger can point a name at it', async () => {
  const ask = async (host: string) => (await call(`${hub.url}/api/v1/openapi.json`, { headers: { host } })).status
  for (const host of ['evil.example', 'press.example.com.evil.example', 'a b', '127.0.0.1.evil.example']) {
    expect([host, await ask(host)]).toEqual([host, expect.toSatisfy((status) => status === 421 || status === 400)])
  }
  for (const host of ['press.example.com', '127.0.0.1:1', 'localhost', '[::1]:80']) expect(await ask(host)).toBe(200)
})

test('X-Forwarded headers are believed from our proxies alone', async () => {
  const log = async (headers: Record<string, string>) => {
    const before = hub.logged.length
    await call(`${hub.url}/api/v1/nothing`, { headers })
    return JSON.parse(hub.logged.slice(before).at(-1) ?? '{}') as { address: string }
  }
  expect(await log({ 'x-forwarded-for': '203.0.113.7' })).toMatchObject({ address: '127.0.0.1' })
  const { port } = new URL(hub.url)
  const proxied = async (forwarded: string) => {
    const before = hub.logged.length
    await viaProxy(Number(port), `x-forwarded-for: ${forwarded}\r\nx-forwarded-proto: https`)
    return (JSON.parse(hub.logged.slice(before).at(-1) ?? '{}') as { address: string }).address
  }
  expect(await proxied('203.0.113.7')).toBe('203.0.113.7')
  expect(await proxied('198.51.100.1, 203.0.113.7, 127.0.0.2')).toBe('203.0.113.7')
  expect(await proxied('1.1.1.1, <script>, 127.0.0.2')).toBe('127.0.0.2')
})

/** A request from 127.0.0.2, which is a proxy of ours. */
async function viaProxy(port: number, headers: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' })
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.end(`GET /api/v1/nothing HTTP/1.1\r\nhost: press.example.com\r\nconnection: close\r\n${headers}\r\n\r\n`)
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(chunks).toString()
}

test('every answer carries the security headers; over https it asks to stay there', async () => {
  for (const path of ['/', '/api/docs', '/api/v1/me', '/nothing', '/healthz', '/assets/pressroom.css', '/login']) {
    const { headers } = await call(hub.url + path)
    expect([path, headers]).toEqual([
      path,
      expect.objectContaining({
        'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
        'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      }),
    ])
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/)
  }
  // The public address is https, so cookies are for https alone.
  expect([...browser.cookies.keys()]).toEqual(['__Secure-pressroom.session_token'])
})

test('every operation is in the OpenAPI document, which says who may call it and how it fails', async () => {
  const { status, json } = await call(`${hub.url}/api/v1/openapi.json`)
  const document = json as {
    openapi: string
    paths: Record<
      string,
      Record<string, { operationId: string; summary?: string; description: string; responses: object }>
    >
  }
  expect([status, document.openapi]).toEqual([200, expect.stringMatching(/^3\.1\./)])
  const found = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  const names = Object.entries(operations).flatMap(([area, router]) =>
    Object.keys(router).map((name) => `${area}.${name}`),
  )
  expect(found.map(({ operationId }) => operationId).sort()).toEqual(names.sort())
  for (const { operationId, summary, description, responses } of found) {
    expect([operationId, summary]).toEqual([operationId, expect.stringMatching(/^[A-Z]/)])
    expect(description).toMatch(/Needs |Open to/)
    expect(responses).toHaveProperty('default')
  }
  // Every reference leads somewhere.
  const text = JSON.stringify(json)
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
  for (const path of references)
    expect(path.split('/').reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], json)).toBeDefined()
})

test('the reference and the pages load nothing from elsewhere and run no script', async () => {
  for (const path of ['/api/docs', '/', '/login', '/login/code', '/setup?token=x']) {
    const { text } = await call(hub.url + path)
    expect(text).toMatch(/<html lang="en">[\s\S]*<main>[\s\S]*<h1>/)
    expect(text.match(/(?:src|href|action)="(?!\/|#|data:,)[^"]*"/g)).toBeNull()
    expect(text).not.toMatch(/<script|style=|\son\w+=/)
  }
  const { text } = await call(`${hub.url}/api/docs`)
  for (const name of ['projects.create', 'events.follow', 'problem-bad_input']) expect(text).toContain(`id="${name}"`)
})

test('what people type is shown as text', async () => {
  const name = '<img src=x onerror=alert(1)>'
  const answer = await browser.call(`/api/v1/projects/${project.id}`, { method: 'PATCH', json: { name } })
  expect(answer.json).toMatchObject({ name })
  const invited = await browser.call('/api/v1/members/invitations', {
    json: { project: project.id, email: 'guest@example.com', role: 'viewer' },
  })
  const { link } = invited.json as { link: string }
  const page = await new Browser(hub.url).call(link.slice(new URL(link).origin.length))
  expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(page.text).not.toContain('<img')
  await browser.call(`/api/v1/projects/${project.id}`, { method: 'PATCH', json: { name: project.name } })
})

test('lists are paged by a cursor that comes with each page', async () => {
  for (let i = 0; i < 5; i++) await browser.call('/api/v1/keys', { json: { name: `page ${i}`, role: 'viewer' } })
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { json } = await browser.call(`/api/v1/keys?limit=2${query}`)
    const page = json as { items: { id: string }[]; next: string | null }
    expect(page.items.length).toBeLessThanOrEqual(2)
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThanOrEqual(6)
})

test('a write under one Idempotency-Key happens once, and its answer is repeated', async () => {
  const invite = async (email: string, id: string) =>
    await browser.call('/api/v1/members/invitations', {
      json: { email, role: 'viewer' },
      headers: { 'idempotency-key': id },
    })
  const rename = async (name: string, id: string) =>
    await browser.call(`/api/v1/projects/${project.id}`, {
      method: 'PATCH',
      json: { name },
      headers: { 'idempotency-key': id },
    })
  const [first, second] = [await rename('Renamed', 'one'), await rename('Renamed', 'one')]
  expect(second.json).toEqual(first.json)
  expect(codeOf(await rename('Other', 'one'))).toBe('conflict')
  await rename(project.name, 'two')
  expect((await invite('once@example.com', 'three')).status).toBe(201)
  // Its answer holds a secret, which is kept nowhere.
  expect(codeOf(await invite('once@example.com', 'three'))).toBe('conflict')
  const { json } = await browser.call('/api/v1/members/invitations')
  expect(
    (json as { items: { email: string }[] }).items.filter(({ email }) => email === 'once@example.com'),
  ).toHaveLength(1)
})

test('metrics are for this machine and for keys of administrators, and their labels are few', async () => {
  for (let i = 0; i < 30; i++) await call(`${hub.url}/api/v1/random-${i}`, { method: i % 2 === 0 ? 'GET' : 'PROPFIND' })
  const local = await call(`${hub.url}/metrics`)
  expect([local.status, local.text]).toEqual([200, expect.stringContaining('pressroom_http_requests_total')])
  expect(local.text).not.toContain('random-')
  expect(local.text).toContain('process_resident_memory_bytes')
  const elsewhere = { 'x-forwarded-for': '203.0.113.7' }
  expect((await call(`${hub.url}/metrics`, { headers: elsewhere })).status).toBe(403)
  expect((await call(`${hub.url}/metrics`, withKey({ headers: elsewhere }))).status).toBe(403)
  const authorization = `Bearer ${adminKey}`
  expect((await call(`${hub.url}/metrics`, { headers: { ...elsewhere, authorization } })).status).toBe(200)
  expect((await call(`${hub.url}/metrics`, { headers: { host: 'press.example.com' } })).status).toBe(403)
})

test('on the socket everybody is the owner of the data folder, and there are no cookies to steal', async () => {
  const { status, json } = await call('http://hub/api/v1/me', { socketPath: hub.socketPath })
  expect([status, json]).toEqual([200, { kind: 'local', name: expect.stringMatching(/./) }])
  const keyed = await call('http://hub/api/v1/me', withKey({ socketPath: hub.socketPath }))
  expect(keyed.json).toMatchObject({ kind: 'local' })
})

test('who did what is in the audit log, refusals too', async () => {
  const renamed = await call(
    `${hub.url}/api/v1/projects/${project.id}`,
    withKey({ method: 'PATCH', json: { name: project.name } }),
  )
  const { json } = await browser.call('/api/v1/audit?operation=projects.rename&limit=1')
  expect(json).toMatchObject({
    items: [
      { operation: 'projects.rename', outcome: 'ok', address: '127.0.0.1', requestId: renamed.headers['x-request-id'] },
    ],
  })
  expect((json as { items: { actor: string }[] }).items[0]?.actor).toMatch(/^key:/)
})

test('a browser that comes back from a site leaves the password behind, in no address and no log', async () => {
  const { store, vault } = hub.hub
  const handshake = newHandshakeId()
  await createHandshake(store.db, {
    id: handshake,
    projectId: project.id,
    kind: 'connect',
    secret: 'the-nonce',
    data: {},
    createdBy: 'test',
    expiresAt: new Date(Date.now() + 60_000),
  })
  const back = (nonce: string) =>
    `/connect/return?handshake=${handshake}&nonce=${nonce}&user_login=ada&password=planted%20site%20password`
  const wrong = await browser.call(back('another'))
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('Not connected')])
  const answer = await browser.call(back('the-nonce'))
  expect([answer.status, answer.headers.location, answer.text]).toEqual([303, '/connect/done', ''])
  expect((await browser.call('/connect/done')).text).toContain('Approved')
  const { rows } = await store.pool.query('select sealed from handshakes where id = $1', [handshake])
  const sealed = (rows as { sealed: string }[])[0]?.sealed ?? ''
  const opened = vault.open(sealed, `handshakes/${handshake}/sealed`)
  expect(opened).toContain('https://press.example.com/connect/return?handshake=')
  expect(opened).toContain('planted%20site%20password')
  expect(hub.logged.join('')).not.toMatch(/planted.{1,3}site|the-nonce/)
  const { rows: audited } = await store.pool.query(`select * from audit where operation = 'connections.receive'`)
  expect(JSON.stringify(audited)).not.toMatch(/planted|the-nonce/)
  expect(audited).toHaveLength(1)
})

test('readiness is the database and the will to work; liveness is neither', async () => {
  expect((await call(`${hub.url}/readyz`)).status).toBe(200)
  hub.beginStopping()
  expect((await call(`${hub.url}/readyz`)).status).toBe(503)
  expect((await call(`${hub.url}/healthz`)).status).toBe(200)
})

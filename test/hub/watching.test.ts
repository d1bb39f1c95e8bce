import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePicture } from '../publishing/picture.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser } from './people.ts'

let hub: TestHub
let site: Site
let authorization: string
beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  site = await wordpress()
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  authorization = `Bearer ${await addKey(hub, project, owner)}`
})
afterAll(async () => await hub.close())

interface Told {
  readonly kind: string
  readonly attempt?: { readonly purpose: string }
  readonly diagnosis?: { readonly verdict: string; readonly attempts: readonly unknown[] }
  readonly src?: string
}

/** What a stream of the API told, in order. */
async function follow(path: string, body: object): Promise<Told[]> {
  const headers = { authorization, 'content-type': 'application/json' }
  const answer = await fetch(`${hub.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith('data: {'))
  return lines.map((line) => JSON.parse(line.slice(6)) as Told)
}

test('a diagnosis is told request by request, then whole', async () => {
  const { username, applicationPassword: password } = site.users.editor
  const input = { address: site.url, username, password }
  const made = await call(`${hub.url}/api/v1/connections`, { headers: { authorization }, json: { input } })
  const { connection } = made.json as { connection: { id: string } }
  const told = await follow(`/connections/${connection.id}/diagnose/follow`, {})
  const done = told.at(-1)
  expect(done).toMatchObject({ kind: 'done', diagnosis: { verdict: 'connected' } })
  expect(told.slice(0, -1).map(({ attempt }) => attempt)).toEqual(done?.diagnosis?.attempts)
  const history = await call(`${hub.url}/api/v1/connections/${connection.id}/checks`, { headers: { authorization } })
  expect(history.json).toMatchObject({ items: [{ kind: 'diagnosis', verdict: 'connected' }, {}] })
})

test('a connection is made while it is told, and the audit log has what came of it at the end', async () => {
  const { username, applicationPassword: password } = site.users.administrator
  const connect = async (input: object) => await follow('/connections/follow', { input, name: 'Told' })
  const refused = await connect({ address: site.url, username, password: 'x'.repeat(24) })
  expect(refused.at(-1)).toMatchObject({
    kind: 'done',
    outcome: { connection: null, diagnosis: { verdict: 'refused' } },
  })
  const told = await connect({ address: site.url, username, password })
  expect(told.at(-1)).toMatchObject({ kind: 'done', outcome: { connection: { name: 'Told' } } })
  expect(told.filter(({ kind }) => kind === 'attempt')).toHaveLength(3)
  expect(await connect({ address: site.url, username, password })).toMatchObject([{ code: 'already_exists' }])
  const { rows } = await hub.hub.store.pool.query(
    "select outcome from audit where operation = 'connections.connectFollow' order by id",
  )
  expect(rows.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'already_exists'])
  const again = await call(`${hub.url}/api/v1/connections/follow`, {
    headers: { authorization, 'idempotency-key': 'once' },
    json: { input: { address: site.url, username, password } },
  })
  expect(again.json).toMatchObject({ code: 'bad_input', fix: expect.stringContaining('answers once') })
})

test('the icon of a site comes by its bytes: a picture is shown, a document never is', async () => {
  const documents: Record<string, [string, Uint8Array | string]> = {
    '/icon.png': ['text/html', makePicture(7)],
    '/icon.svg': ['image/png', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    '/large.png': ['image/png', Buffer.concat([makePicture(7), Buffer.alloc(200_000)])],
  }
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    const [type, body] = documents[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(200, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { username, applicationPassword: password } = site.users.author
  const input = { address: site.url, username, password }
  const made = await call(`${hub.url}/api/v1/connections`, {
    headers: { authorization },
    json: { input, name: 'Icons' },
  })
  const { connection } = made.json as { connection: { id: string } }
  const icon = async (path: string | null) => {
    const address = path === null ? null : `http://127.0.0.1:${port}${path}`
    const { pool } = hub.hub.store
    await pool.query(`update connections set site = site || $1::jsonb where id = $2`, [
      JSON.stringify({ icon: address }),
      connection.id,
    ])
    return fetch(`${hub.url}/api/v1/connections/${connection.id}/icon`, { headers: { authorization } })
  }
  expect((await icon(null)).status).toBe(404)
  const shown = await icon('/icon.png')
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(Buffer.from(makePicture(7)))
  expect((await icon('/icon.png')).status).toBe(200)
  expect(asked).toBe(1)
  for (const path of ['/icon.svg', '/large.png', '/nowhere']) expect((await icon(path)).status, path).toBe(404)
  server.close()
})

test('a site that is not connected is followed too, and its icon comes last', async () => {
  await site.php(`
    require_once ABSPATH . 'wp-admin/includes/image.php';
    $upload = wp_upload_bits('icon.png', null, base64_decode('${Buffer.from(makePicture(9)).toString('base64')}'));
    $id = wp_insert_attachment(['post_mime_type' => 'image/png', 'post_title' => 'icon', 'post_status' => 'inherit'], $upload['file']);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    update_option('site_icon', $id);`)
  const told = await follow('/sites/diagnose/follow', { address: site.url })
  expect(told.map(({ kind }) => kind).filter((kind) => kind !== 'attempt')).toEqual(['done', 'icon'])
  expect(told.at(-1)?.src).toMatch(/^data:image\/png;base64,/)
  expect(told[0]).toMatchObject({ kind: 'attempt', attempt: { purpose: 'home page' } })
})

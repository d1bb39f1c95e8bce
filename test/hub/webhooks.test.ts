import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from '../../src/store/projects.ts'
import { type Receiver, startReceiver } from '../webhook/receiver.ts'
import { type Answer, call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser } from './people.ts'

let hub: TestHub
let project: Project
let headers: Record<string, string>

beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  headers = { authorization: `Bearer ${await addKey(hub, project, owner)}` }
})
afterAll(async () => await hub?.close())

const ask = (path: string, options: Parameters<typeof call>[1] = {}): Promise<Answer> =>
  call(`${hub.url}/api/v1${path}`, { headers, ...options })

async function connect(receiver: Receiver, name: string): Promise<string> {
  const input = { address: receiver.url, signingSecret: receiver.secret }
  const answer = await ask('/connections', { json: { kind: 'webhook', method: 'none', name, input } })
  expect(answer.json).toMatchObject({ diagnosis: { verdict: 'connected' }, connection: { name, kind: 'webhook' } })
  return (answer.json as { connection: { id: string } }).connection.id
}

test('an endpoint is connected with a secret made before, tested, and its deliveries are listed', async () => {
  const made = (await ask('/webhooks/secret', { json: {} })).json as { signingSecret: string }
  expect(made.signingSecret).toMatch(/^whsec_/)
  const receiver = await startReceiver(made.signingSecret)
  const id = await connect(receiver, 'Tea')
  receiver.answer((response) => response.writeHead(422).end('no\u001b[31m'))
  const tested = await ask(`/connections/${id}/webhook/test`, { json: {} })
  expect(tested.json).toMatchObject({ type: 'test', state: 'refused', log: [{ status: 422, answer: 'no [31m' }] })
  const { id: delivery } = tested.json as { id: string }
  expect((await ask(`/connections/${id}/deliveries`)).json).toMatchObject({ items: [{ id: delivery }], next: null })
  const read = (await ask(`/connections/${id}/deliveries/${delivery}`)).json as { body: string }
  expect(JSON.parse(read.body)).toMatchObject({ type: 'test', data: { project: { id: project.id } } })
  expect((await ask(`/connections/${id}/deliveries/${delivery}/redeliver`, { json: {} })).json).toMatchObject({
    state: 'waiting',
    attempts: 0,
  })
  expect((await ask(`/connections/${id}/deliveries/dlv_none`)).status).toBe(404)
})

test('a rotated secret is shown once and nowhere else; both sign for a day', async () => {
  const receiver = await startReceiver()
  const id = await connect(receiver, 'Rotated')
  const idempotent = { ...headers, 'idempotency-key': 'rotate-1' }
  const rotated = await ask(`/connections/${id}/webhook/rotate-secret`, { json: {}, headers: idempotent })
  const { signingSecret, formerUntil } = rotated.json as { signingSecret: string; formerUntil: string }
  expect(Date.parse(formerUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000)
  const again = await ask(`/connections/${id}/webhook/rotate-secret`, { json: {}, headers: idempotent })
  expect(again.status).toBe(409)
  let signatures = ''
  receiver.answer((response, _, request) => {
    signatures = String(request.headers['webhook-signature'])
    response.end(signingSecret)
  })
  // Verified with the former secret.
  const tested = await ask(`/connections/${id}/webhook/test`, { json: {} })
  expect(tested.json).toMatchObject({ state: 'delivered' })
  expect(signatures.split(' ')).toHaveLength(2)
  const seen = [
    tested.json,
    (await ask(`/connections/${id}`)).json,
    (await ask(`/connections/${id}/deliveries`)).json,
    (await ask('/events')).json,
    hub.logged,
  ]
  expect(JSON.stringify(seen)).not.toContain(signingSecret.slice(6))
  const { rows } = await hub.hub.store.pool.query(
    'select connections::text as text from connections union all select deliveries::text from deliveries union all select idempotency_keys::text from idempotency_keys',
  )
  expect(JSON.stringify(rows)).not.toContain(signingSecret.slice(6))
})

test('which events it gets is asked for, and only those that there are', async () => {
  const id = await connect(await startReceiver(), 'Events')
  const path = `/connections/${id}/webhook/events`
  expect((await ask(path)).json).toMatchObject({ events: [], failingSince: null })
  const asked = await ask(path, { json: { events: ['article.ready', 'connection.changed'] } })
  expect(asked.json).toMatchObject({ events: ['article.ready', 'connection.changed'] })
  expect((await ask(path, { json: { events: ['member.changed'] } })).status).toBe(400)
})

test('a check of an endpoint sends nothing, a diagnosis sends a test', async () => {
  const receiver = await startReceiver()
  const id = await connect(receiver, 'Checked')
  const { received } = receiver
  expect((await ask(`/connections/${id}/check`, { json: {} })).json).toMatchObject({ verdict: 'connected' })
  expect(received).toHaveLength(0)
  receiver.answer(503)
  expect((await ask(`/connections/${id}/diagnose`, { json: {} })).json).toMatchObject({
    verdict: 'unavailable',
    code: 'webhook_failed',
  })
  expect(received).toHaveLength(1)
})

test('an endpoint at a private address that nobody allowed is not asked', async () => {
  const input = { address: 'http://169.254.169.254/latest', signingSecret: null }
  const answer = await ask('/connections', { json: { kind: 'webhook', method: 'none', input } })
  expect(answer.json).toMatchObject({ connection: null, diagnosis: { verdict: 'refused', code: 'address_refused' } })
})

import { buffer } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { client, serve } from '../../../test/http/servers.ts'
import { examplePayload } from '../../webhook/example.ts'
import { createSecret } from '../../webhook/secret.ts'
import { methodOf } from '../registry.ts'
import { webhook } from '../webhook.ts'

const context = () => ({ http: client() })

async function probe(name: string, input: object) {
  const method = methodOf(webhook, name)
  if (!('probe' in method)) throw new Error('typed')
  return method.probe(context(), method.schema.parse(input))
}

test('an endpoint is connected when it takes a signed test, and what is shown of it holds no secret', async () => {
  const secret = createSecret()
  const server = await serve(async (request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const event = new Webhook(secret).verify(await buffer(request), headers) as { type: string }
    response.end(`thanks for a ${event.type}`)
  })
  const address = server.url('/hook?token=planted').href
  const { diagnosis, found } = await probe('bearer', { address, token: 'planted-token', signingSecret: secret })
  expect(diagnosis).toMatchObject({ verdict: 'connected', code: null })
  expect(diagnosis.notes).toEqual([{ code: 'answer', message: 'It answered 200: thanks for a test' }])
  expect(found?.url).toBe(server.url('/hook').href)
  const { secret: sealed, ...shown } = found ?? { secret: null }
  expect(JSON.stringify([diagnosis, shown])).not.toMatch(/planted/)
  expect(JSON.stringify([diagnosis, shown])).not.toContain(secret.slice(6))
  expect(sealed).toMatchObject({ url: address, signing: { current: secret, previous: [] } })
})

test.each([
  [401, 'refused', 'webhook_denied'],
  [404, 'refused', 'webhook_refused'],
  [308, 'refused', 'webhook_redirected'],
  [410, 'refused', 'webhook_gone'],
  [429, 'unavailable', 'webhook_busy'],
  [500, 'unavailable', 'webhook_failed'],
])('an endpoint that answers a test with %i is not connected, and it is said why', async (status, verdict, code) => {
  const server = await serve((_, response) => response.writeHead(status, { location: '/other' }).end('no <b>way</b>'))
  const { diagnosis, found } = await probe('none', { address: server.url().href, signingSecret: null })
  expect(found).toBeNull()
  expect(diagnosis).toMatchObject({ verdict, code, confidence: 1 })
  expect(diagnosis.fix).toBeTruthy()
  expect(diagnosis.attempts).toMatchObject([{ method: 'POST', status }])
  expect(diagnosis.notes[0]?.message).toBe(`It answered ${status}: no <b>way</b>`)
})

test('a redirect to the metadata address of a cloud is not followed', async () => {
  const server = await serve((_, response) =>
    response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  )
  const { diagnosis } = await probe('none', { address: server.url().href, signingSecret: null })
  expect(diagnosis.code).toBe('webhook_redirected')
  expect(diagnosis.attempts).toHaveLength(1)
})

test('nobody leaves deliveries unsigned by forgetting the secret', () => {
  const { schema } = methodOf(webhook, 'none')
  expect(schema.safeParse({ address: 'https://a.example/' }).success).toBe(false)
})

test('an event of the same id is the same event to the receiver, and what is refused is an error with its answer', async () => {
  let status = 200
  const server = await serve((_, response) => response.writeHead(status).end('why not'))
  const { found } = await probe('none', { address: server.url().href, signingSecret: null })
  const open = webhook.open({ ...context(), site: {} }, async () => webhook.secret.parse(found?.secret))
  const site = webhook.prepare(open, { site: {}, caches: {} })
  const send = webhook.actions['events.send']
  const input = send?.input.parse({ type: 'order.paid', data: { total: 3 }, id: 'order-1' })
  const [first, again] = [await send?.run(site, input), await send?.run(site, input)]
  expect(first).toMatchObject({ outcome: 'delivered', status: 200, answer: 'why not' })
  const ids = server.requests.slice(1).map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(1)
  expect(again).toMatchObject({ id: ids[0] })
  expect(send?.effectOf?.(input)).toBe('idempotent')
  expect(send?.effectOf?.({ type: 'order.paid', data: 1 })).toBe('append')
  status = 400
  await expect(send?.run(site, input)).rejects.toMatchObject({
    code: 'webhook_refused',
    evidence: { status: 400, message: 'why not' },
  })
  expect(await webhook.actions.test?.run(site, {})).toMatchObject({
    outcome: 'refused',
    status: 400,
    answer: 'why not',
  })
})

test.each(['article.published', 'test'])(
  'an event "%s" that is sent by hand is what the published schema says',
  (type) => {
    const { data } = examplePayload({ id: 'p', name: 'Blog' }, new Date())
    const send = webhook.actions['events.send']
    expect(send?.input.safeParse({ type, data })).toMatchObject({ success: true, data: { type, data } })
    const { title: _, ...article } = data.article
    const { error } = send?.input.safeParse({ type, data: { ...data, article: { ...article, slug: 7 } } }) ?? {}
    expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual(['data.article.slug', 'data.article.title'])
  },
)

test('an event of the hub that is sent by hand is one, and types of others carry what they like', () => {
  const send = webhook.actions['events.send']
  const parses = (type: string, data: unknown): boolean => send?.input.safeParse({ type, data }).success === true
  const event = { seq: 1, subject: 'c', payload: {} }
  expect(parses('connection.changed', { project: { id: 'p', name: 'Blog' }, event })).toBe(true)
  expect(parses('connection.changed', { event })).toBe(false)
  expect(parses('order.paid', 3)).toBe(true)
})

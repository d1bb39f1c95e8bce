import { buffer } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { client, serve, serveRaw } from '../../test/http/servers.ts'
import { deliver, type WebhookMessage } from './deliver.ts'
import { type Authentication, endpointSchema } from './endpoint.ts'
import { examplePayload } from './example.ts'
import { createSigningSecrets, rotateSecret } from './secret.ts'

const payload = examplePayload({ id: 'p1', name: 'Tea' }, new Date())
const message: WebhookMessage = { id: 'msg_1', type: payload.type, body: JSON.stringify(payload) }

function endpoint(url: URL, more: object = {}) {
  return endpointSchema.parse({ url: url.href, ...more })
}

/** A receiver that verifies with the reference library and answers 204, or 401 to a signature that is not good. */
async function receive(...secrets: string[]) {
  const taken: unknown[] = []
  const server = await serve(async (request, response) => {
    const body = await buffer(request)
    try {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      for (const secret of secrets) taken.push(new Webhook(secret).verify(body, headers))
      response.writeHead(204).end()
    } catch (error) {
      response.writeHead(401).end(String(error))
    }
  })
  return { server, taken }
}

test.each(['POST', 'PUT', 'PATCH'])(
  '%s: a receiver with the reference library takes what it is sent',
  async (method) => {
    const signing = createSigningSecrets()
    const { server, taken } = await receive(signing.current)
    const delivery = await deliver(client().session(), endpoint(server.url('/hook'), { method, signing }), message)
    expect(delivery).toMatchObject({
      outcome: 'delivered',
      status: 204,
      signatures: 1,
      messageId: 'msg_1',
      gone: false,
    })
    expect(taken).toEqual([JSON.parse(message.body)])
    expect(server.requests[0]?.method).toBe(method)
  },
)

test('during a rotation the receiver may have either secret', async () => {
  const old = createSigningSecrets()
  const signing = rotateSecret(old, Date.now())
  const { server, taken } = await receive(old.current, signing.current)
  const delivery = await deliver(client().session(), endpoint(server.url(), { signing }), message)
  expect(delivery).toMatchObject({ outcome: 'delivered', signatures: 2 })
  expect(taken).toHaveLength(2)
})

test('a receiver with another secret refuses, and its words are shown', async () => {
  const { server } = await receive(createSigningSecrets().current)
  const signing = createSigningSecrets()
  const delivery = await deliver(client().session(), endpoint(server.url(), { signing }), message)
  expect(delivery).toMatchObject({ outcome: 'refused', status: 401 })
  expect(delivery.answer?.text).toContain('No matching signature found')
})

test('two attempts of one event carry the same id and body, and each its own time', async () => {
  const bodies: string[] = []
  const server = await serve(async (request, response) => {
    bodies.push((await buffer(request)).toString())
    response.writeHead(503).end()
  })
  const session = client().session()
  const signing = createSigningSecrets()
  const first = await deliver(session, endpoint(server.url(), { signing }), message)
  await deliver(session, endpoint(server.url(), { signing }), message, { now: first.at + 5000 })
  const headers = server.requests.map((request) => request.headers)
  expect(headers[0]?.['webhook-id']).toBe('msg_1')
  expect(headers[1]?.['webhook-id']).toBe('msg_1')
  expect(bodies[0]).toBe(bodies[1])
  expect(Number(headers[1]?.['webhook-timestamp'])).toBe(Number(headers[0]?.['webhook-timestamp']) + 5)
})

test('further headers come with each delivery', async () => {
  const { server } = await receive()
  await deliver(client().session(), endpoint(server.url(), { headers: { 'X-Team': 'tea' } }), message)
  expect(server.requests[0]?.headers).toMatchObject({ 'x-team': 'tea' })
})

test('an unsigned delivery says its id and time, and has no signature', async () => {
  const { server } = await receive()
  await deliver(client().session(), endpoint(server.url()), message)
  const { headers } = server.requests[0] ?? {}
  expect(headers).toMatchObject({ 'webhook-id': 'msg_1', 'content-type': 'application/json' })
  expect(headers).not.toHaveProperty('webhook-signature')
})

const authentications: [Authentication, (headers: NodeJS.Dict<string | string[]>, url: string) => boolean][] = [
  [{ kind: 'bearer', token: 'planted-token' }, (headers) => headers.authorization === 'Bearer planted-token'],
  [
    { kind: 'basic', username: 'jane', password: 'planted päss' },
    (headers) => headers.authorization === `Basic ${Buffer.from('jane:planted päss').toString('base64')}`,
  ],
  [{ kind: 'header', name: 'X-Hook', value: 'planted-header' }, (headers) => headers['x-hook'] === 'planted-header'],
  [
    { kind: 'query', name: 'who', value: 'planted&query=' },
    (_, url) => url === '/hook?a=1+2&b&who=planted%26query%3D' || url === '/hook?who=planted%26query%3D',
  ],
]

test.each(authentications)(
  'authentication %j reaches the receiver, and no evidence shows it',
  async (authentication, isThere) => {
    const signing = createSigningSecrets()
    const server = await serve((request, response) => {
      response.setHeader('content-type', 'text/plain')
      response.end(`${JSON.stringify(request.headers)} ${request.url} ${signing.current} ${signing.current.slice(6)}`)
    })
    const session = client().session()
    for (const path of ['/hook?a=1+2&b', '/hook']) {
      const delivery = await deliver(session, endpoint(server.url(path), { authentication, signing }), message)
      const request = server.requests.at(-1)
      expect(isThere(request?.headers ?? {}, request?.url ?? '')).toBe(true)
      const kept = JSON.stringify([delivery, session.attempts])
      expect(kept).not.toMatch(/planted/i)
      expect(kept).not.toContain(signing.current.slice(6))
      expect(kept).toContain('[redacted]')
    }
  },
)

test.each([
  [200, 'delivered'],
  [202, 'delivered'],
  [301, 'refused'],
  [308, 'refused'],
  [400, 'refused'],
  [401, 'refused'],
  [404, 'refused'],
  [408, 'retry'],
  [409, 'retry'],
  [410, 'refused'],
  [413, 'refused'],
  [423, 'retry'],
  [425, 'retry'],
  [429, 'retry'],
  [500, 'retry'],
  [502, 'retry'],
  [503, 'retry'],
])('an answer %i means %s', async (status, outcome) => {
  const server = await serve((_, response) => response.writeHead(status, { location: '/elsewhere' }).end('why'))
  const delivery = await deliver(client().session(), endpoint(server.url()), message)
  expect(delivery).toMatchObject({ status, outcome, gone: status === 410, retryAfterMs: null })
  expect(server.requests).toHaveLength(1)
})

test('a receiver that asks to wait is heard, whatever it asks for no longer than a quarter of an hour', async () => {
  const server = await serve((request, response) =>
    response.writeHead(429, { 'retry-after': request.url === '/long' ? '99999' : '7' }).end(),
  )
  const ask = async (path: string) =>
    (await deliver(client().session(), endpoint(server.url(path)), message)).retryAfterMs
  expect(await ask('/')).toBe(7000)
  expect(await ask('/long')).toBe(15 * 60_000)
})

test('a redirect is not followed: neither payload nor credential reaches the other host, and where it leads is told', async () => {
  const elsewhere = await serve((_, response) => response.end())
  const server = await serve((_, response) =>
    response.writeHead(307, { location: elsewhere.url('/take?token=planted').href }).end(),
  )
  const authentication = { kind: 'bearer', token: 'some-token' }
  const delivery = await deliver(client().session(), endpoint(server.url(), { authentication }), message)
  expect(elsewhere.requests).toHaveLength(0)
  expect(delivery.outcome).toBe('refused')
  expect(delivery.answer?.location).toBe(
    elsewhere.url('/take?token=[redacted]').href.replace(/%5B|%5D/g, (code) => (code === '%5B' ? '[' : ']')),
  )
})

test.each([
  ['cuts the connection', (socket: import('node:net').Socket) => socket.destroy()],
  ['talks no HTTP', (socket: import('node:net').Socket) => socket.end('SSH-2.0-x\r\n')],
])('a receiver that %s is tried again later', async (_, talk) => {
  const server = await serveRaw((socket) => talk(socket))
  const delivery = await deliver(client().session(), endpoint(server.url()), message)
  expect(delivery).toMatchObject({ outcome: 'retry', status: null, answer: null })
  expect(delivery.reason).toMatch(/^No answer: /)
})

test('a receiver that takes the request and never answers is waited for until its time is over, and tried again later', async () => {
  const server = await serve(() => undefined)
  const notAfter = Date.now() + 500
  const delivery = await deliver(client().session(), endpoint(server.url()), message, { notAfter })
  expect(server.requests).toHaveLength(1)
  expect(delivery).toMatchObject({ outcome: 'retry', status: null, code: 'timeout' })
})

test('an address that is not allowed here is refused, and nothing is sent', async () => {
  const { createHttp } = await import('../http/client.ts')
  const server = await serve((_, response) => response.end())
  const http = createHttp()
  const delivery = await deliver(http.session(), endpoint(server.url()), message)
  await http.close()
  expect(delivery).toMatchObject({ outcome: 'refused', status: null })
  expect(server.requests).toHaveLength(0)
})

test('an endless answer is read no further than needed, and one full of control characters is printable', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
    response.write('first\n\u001b[31msecond\u202e\n')
    const timer = setInterval(() => response.write('x'.repeat(16_384)), 1)
    response.on('close', () => clearInterval(timer))
  })
  const { answer, outcome } = await deliver(client().session(), endpoint(server.url()), message)
  expect(outcome).toBe('delivered')
  expect(answer?.truncated).toBe(true)
  expect(answer?.text).toHaveLength(4000)
  expect(answer?.text.startsWith('first\n [31msecond\nxxx')).toBe(true)
})

test('a secret across the place where an answer is cut does not leave half of itself', async () => {
  const token = 'planted-secret-token'
  const server = await serve((_, response) => response.end(`${'y'.repeat(3990)}${token}`))
  const { answer } = await deliver(
    client().session(),
    endpoint(server.url(), { authentication: { kind: 'bearer', token } }),
    message,
  )
  expect(answer?.text).not.toContain('plant')
})

test('a payload over the limit is not sent', async () => {
  const server = await serve((_, response) => response.end())
  const large = { ...message, body: JSON.stringify('x'.repeat(10_000_000)) }
  await expect(deliver(client().session(), endpoint(server.url()), large)).rejects.toMatchObject({
    code: 'bad_input',
  })
  expect(server.requests).toHaveLength(0)
})

test.each([
  ['no web address', { url: 'ftp://example.com/' }],
  ['a user name in the address', { url: 'https://jane@example.com/' }],
  ['a method without body', { method: 'GET' }],
  ['a further header of ours', { headers: { 'webhook-signature': 'v1,x' } }],
  ['a further header with a line break', { headers: { 'X-A': 'abcd\r\nX-B: 1' } }],
  ['a header of ours', { authentication: { kind: 'header', name: 'Webhook-Id', value: 'abcd' } }],
  ['a header with a line break', { authentication: { kind: 'header', name: 'X-A', value: 'abcd\r\nX-B: 1' } }],
  ['a token too short to be hidden', { authentication: { kind: 'bearer', token: 'abc' } }],
  [
    'a query key that the address has',
    { url: 'https://a.example/?k=1', authentication: { kind: 'query', name: 'k', value: 'abcd' } },
  ],
])('%s is no endpoint', (_, change) => {
  expect(endpointSchema.safeParse({ url: 'https://example.com/', ...change }).success).toBe(false)
})

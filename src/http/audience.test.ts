import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { client, serve } from '../../test/http/servers.ts'
import { createAudience } from './audience.ts'
import type { HttpRequest } from './exchange.ts'

const table: readonly (readonly [typed: string, asked: string, allowed: boolean])[] = [
  ['https://example.com', 'https://example.com/wp-json/', true],
  ['https://example.com', 'https://EXAMPLE.com:443/', true],
  ['https://example.com', 'https://example.com./', true],
  ['https://example.com', 'https://www.example.com/', true],
  ['https://www.example.com', 'https://example.com/', true],
  ['http://example.com', 'https://example.com/', true],
  ['http://example.com', 'https://www.example.com/', true],
  ['http://example.com', 'http://www.example.com/', true],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/', true],
  ['http://0x7f.1:8080', 'http://127.0.0.1:8080/', true],
  ['https://münchen.example', 'https://xn--mnchen-3ya.example/', true],
  ['https://example.com', 'http://example.com/', false],
  ['https://example.com', 'http://www.example.com/', false],
  ['https://example.com', 'http://example.com:443/', false],
  ['https://example.com', 'https://example.com:8443/', false],
  ['https://example.com:8443', 'https://example.com/', false],
  ['http://example.com:8080', 'http://example.com/', false],
  ['http://example.com', 'http://example.com:81/', false],
  ['http://example.com', 'https://example.com:80/', false],
  ['https://example.com', 'https://www.www.example.com/', false],
  ['https://example.com', 'https://blog.example.com/', false],
  ['https://blog.example.com', 'https://example.com/', false],
  ['https://example.com', 'https://example.com.evil.com/', false],
  ['https://example.com', 'https://evil-example.com/', false],
  ['https://example.com', 'https://example.com@evil.com/', false],
  ['https://example.com', 'https://wwwexample.com/', false],
  ['https://example.com', 'ftp://example.com/', false],
  ['https://127.0.0.1', 'https://[::ffff:127.0.0.1]/', false],
]

test.each(table)('of an address typed as %s, %s gets the credential: %s', (typed, asked, allowed) => {
  expect(createAudience(new URL(typed)).allows(new URL(asked))).toBe(allowed)
})

test.each([
  ['api.example.net', 'https://api.example.net/', true],
  ['API.example.net.', 'https://api.example.net/', true],
  ['api.example.net:443', 'https://api.example.net/', true],
  ['api.example.net:8443', 'https://api.example.net:8443/', true],
  ['münchen.example', 'https://xn--mnchen-3ya.example/', true],
  ['[::1]:8443', 'https://[0:0::1]:8443/', true],
  ['api.example.net', 'https://api.example.net:8443/', false],
  ['api.example.net:8443', 'https://api.example.net/', false],
  ['api.example.net', 'http://api.example.net/', false],
  ['api.example.net', 'https://www.api.example.net/', false],
  ['api.example.net', 'https://evil.net/', false],
])('with %s allowed, %s gets the credential: %s', (entry, asked, allowed) => {
  expect(createAudience(new URL('https://example.com'), [entry]).allows(new URL(asked))).toBe(allowed)
})

test.each(['', 'https://example.net', 'example.net/path', 'a@b', 'a b', 'example.net:99999999', '*'])(
  'allowing %j is a clear error or allows nobody',
  (entry) => {
    let audience: ReturnType<typeof createAudience> | null = null
    try {
      audience = createAudience(new URL('https://example.com'), [entry])
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad_input', fix: expect.stringContaining('example.com') })
    }
    for (const url of ['https://example.net/', 'https://a/', 'https://b/'])
      expect(audience?.allows(new URL(url)) ?? false).toBe(false)
  },
)

const credentials: readonly (readonly [string, Partial<HttpRequest>])[] = [
  ['an Authorization header', { authorization: 'Basic cGxhbnRlZDpzZWNyZXQ=' }],
  ['a confidential body', { method: 'POST', body: '{"password":"planted"}', confidential: true }],
  ['a cookie', { headers: { Cookie: 'refresh_token=planted' } }],
  ['a hand-made Authorization header', { headers: { AUTHORIZATION: 'Bearer planted' } }],
  ['a key in a header', { headers: { 'X-Api-Key': 'planted' } }],
  ['a secret that the redactor knows, in a body', { method: 'POST', body: '{"p":"planted-secret"}' }],
  ['a secret that the redactor knows, in a header', { headers: { 'x-thing': 'planted-secret' } }],
]

test.each(credentials)('%s is sent to nobody without an audience', async (_what, request) => {
  const server = await serve((_request, response) => response.end())
  const session = client().session()
  session.redactor.add('planted-secret')
  const exchange = await session.exchange({ url: server.url(), purpose: 'test', ...request })
  expect(exchange.failure).toMatchObject({ code: 'credential_withheld', sent: false, detail: [server.url().origin] })
  expect(server.connections()).toBe(0)
})

test.each(credentials)('%s goes to the typed host, and not along a redirect to another', async (_what, request) => {
  const seen: IncomingMessage[] = []
  const server = await serve((incoming, response) => {
    seen.push(incoming)
    if (incoming.url === '/here') response.writeHead(307, { location: '/there' }).end()
    else response.writeHead(307, { location: `http://other.test:${server.port}/stolen` }).end()
  })
  const session = client().session({ audience: createAudience(server.url('/', 'site.test')) })
  session.redactor.add('planted-secret')
  const exchange = await session.exchange({ url: server.url('/here', 'site.test'), purpose: 'test', ...request })
  expect(seen.map(({ url, headers }) => [headers.host, url])).toEqual([
    [`site.test:${server.port}`, '/here'],
    [`site.test:${server.port}`, '/there'],
  ])
  expect(exchange.failure).toMatchObject({ code: 'credential_withheld', detail: [`http://other.test:${server.port}`] })
  expect(exchange.url.host).toBe(`other.test:${server.port}`)
  expect(JSON.stringify([exchange.failure, session.attempts])).not.toContain('planted')
})

test('the authorization arrives at the typed host and its www twin', async () => {
  const server = await serve((request, response) => {
    if (request.headers.host?.startsWith('www.')) response.end(request.headers.authorization)
    else response.writeHead(301, { location: `http://www.site.test:${server.port}/` }).end()
  })
  const session = client().session({ audience: createAudience(server.url('/', 'site.test')) })
  const exchange = await session.exchange({
    url: server.url('/', 'site.test'),
    purpose: 'test',
    authorization: 'Basic abc',
  })
  expect(exchange.response?.text).toBe('Basic abc')
})

test('a redirect to another port of the same host does not get the credential', async () => {
  const other = await serve((_request, response) => response.end())
  const server = await serve((_request, response) => response.writeHead(302, { location: other.url().href }).end())
  const session = client().session({ audience: createAudience(server.url()) })
  const exchange = await session.exchange({ url: server.url(), purpose: 'test', authorization: 'Basic abc' })
  expect(exchange.failure?.code).toBe('credential_withheld')
  expect(other.connections()).toBe(0)
})

test('user name and password in an address are never sent, nor kept in the exchange', async () => {
  const server = await serve((request, response) => response.end(request.headers.authorization ?? 'none'))
  const session = client().session({ audience: createAudience(server.url()) })
  const url = server.url()
  url.username = 'user'
  url.password = 'planted'
  const exchange = await session.exchange({ url, purpose: 'test' })
  expect(exchange.response?.text).toBe('none')
  expect(JSON.stringify([exchange, session.attempts])).not.toContain('planted')
})

test('a redirect without credentials may go to another host, and user info in it is dropped', async () => {
  const other = await serve((request, response) =>
    response.end(`${request.headers.authorization} ${request.headers.referer}`),
  )
  const server = await serve((_request, response) =>
    response.writeHead(302, { location: `http://u:p@127.0.0.1:${other.port}/` }).end(),
  )
  const exchange = await client()
    .session()
    .exchange({ url: server.url('/?private=1'), purpose: 'test' })
  expect(exchange.response?.text).toBe(`undefined ${other.url().href}`)
  expect(exchange.url.href).toBe(other.url().href)
})

test('a session for another audience shares the attempts', async () => {
  const server = await serve((_request, response) => response.end())
  const session = client().session()
  await session.exchange({ url: server.url(), purpose: 'before' })
  const later = session.withAudience(createAudience(server.url()))
  const { response } = await later.exchange({ url: server.url(), purpose: 'after', authorization: 'Basic abc' })
  expect(response?.status).toBe(200)
  expect(session.attempts.map(({ purpose }) => purpose)).toEqual(['before', 'after'])
})

import { expect, test } from 'vitest'
import { client, serve, serveRaw } from '../../test/http/servers.ts'

test('the chain of redirects is kept, and each is an attempt', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/a') response.writeHead(301, { location: '/b?x=1#part' }).end()
    else if (request.url === '/b?x=1') response.writeHead(308, { location: 'c' }).end()
    else response.end(request.url)
  })
  const session = client().session()
  const exchange = await session.exchange({ url: server.url('/a'), purpose: 'test' })
  expect(exchange.response?.text).toBe('/c')
  expect(exchange.url.pathname).toBe('/c')
  expect(exchange.asked.pathname).toBe('/a')
  expect(exchange.hops.map(({ status, from, to }) => [status, from.pathname, to.pathname])).toEqual([
    [301, '/a', '/b'],
    [308, '/b', '/c'],
  ])
  expect(session.attempts.map(({ status, outcome }) => [status, outcome])).toEqual([
    [301, 'redirects to /b?x=1#part'],
    [308, 'redirects to c'],
    [200, 'no content type, 2 bytes'],
  ])
})

test('redirects end at the limit, with what was seen', async () => {
  let count = 0
  const server = await serve((_request, response) => response.writeHead(302, { location: `/${++count}` }).end())
  const exchange = await client()
    .session()
    .exchange({ url: server.url('/0'), purpose: 'test', limits: { redirects: 3 } })
  expect(exchange.failure).toMatchObject({ code: 'too_many_redirects', message: 'more than 3 redirects', sent: true })
  expect(exchange.hops).toHaveLength(3)
  expect(server.requests).toHaveLength(4)
})

test('no redirect is followed where the limit is 0', async () => {
  const server = await serve((_request, response) => response.writeHead(302, { location: '/next' }).end())
  const exchange = await client()
    .session()
    .exchange({ url: server.url(), purpose: 'test', limits: { redirects: 0 } })
  expect(exchange.failure?.code).toBe('too_many_redirects')
  expect(server.requests).toHaveLength(1)
})

test.each([
  ['to itself', { '/a': '/a' }, 1],
  ['to itself with a fragment', { '/a': '/a#b' }, 1],
  ['by way of another', { '/a': '/b', '/b': '/c', '/c': '/b' }, 3],
])('a circle of redirects %s is noticed at once', async (_what, map: Record<string, string>, requests) => {
  const server = await serve((request, response) => response.writeHead(302, { location: map[request.url ?? ''] }).end())
  const exchange = await client()
    .session()
    .exchange({ url: server.url('/a'), purpose: 'test' })
  expect(exchange.failure).toMatchObject({ code: 'too_many_redirects', message: 'the redirects go in a circle' })
  expect(exchange.hops).toHaveLength(requests)
  expect(server.requests).toHaveLength(requests)
})

test.each([301, 302, 303])('a POST that is answered with %i is not followed, but returned', async (status) => {
  const server = await serve((_request, response) => response.writeHead(status, { location: '/next' }).end('moved'))
  const exchange = await client().session().exchange({ method: 'POST', url: server.url(), purpose: 'test', body: 'x' })
  expect(exchange.response).toMatchObject({ status, text: 'moved' })
  expect(exchange.hops).toEqual([])
  expect(server.requests).toHaveLength(1)
})

test.each([
  [307, 'POST'],
  [308, 'POST'],
  [307, 'PUT'],
  [308, 'DELETE'],
] as const)('%i repeats a %s with its body', async (status, method) => {
  const server = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url === '/') response.writeHead(status, { location: '/next' }).end()
    else response.end(`${request.method} ${Buffer.concat(chunks)}`)
  })
  const exchange = await client().session().exchange({ method, url: server.url(), purpose: 'test', body: 'the body' })
  expect(exchange.response?.text).toBe(`${method} the body`)
})

test('a HEAD stays a HEAD', async () => {
  const server = await serve((request, response) =>
    request.url === '/' ? response.writeHead(303, { location: '/next' }).end() : response.end(),
  )
  const exchange = await client().session().exchange({ method: 'HEAD', url: server.url(), purpose: 'test' })
  expect(exchange.response?.status).toBe(200)
  expect(server.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD'])
})

test('with redirect: manual, the redirect is the answer', async () => {
  const server = await serve((_request, response) => response.writeHead(302, { location: '/next' }).end())
  const exchange = await client().session().exchange({ url: server.url(), purpose: 'test', redirect: 'manual' })
  expect(exchange.response?.status).toBe(302)
  expect(server.requests).toHaveLength(1)
})

test.each([
  'file:///etc/passwd',
  'data:text/html,hello',
  'javascript:alert(1)',
  'ftp://127.0.0.1/',
  'gopher://127.0.0.1:70/_x',
  'blob:http://127.0.0.1/x',
  'unix:/run/docker.sock',
  'http://',
  'http://[::1',
  'http://1.2.3.4.5/',
  'https://exa mple.com/',
  'http://127.0.0.1:99999/',
])('a redirect to %s is not followed, but returned', async (location) => {
  const server = await serve((_request, response) => response.writeHead(302, { location }).end('moved'))
  const exchange = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(exchange.response).toMatchObject({ status: 302, headers: { location } })
  expect(exchange.hops).toEqual([])
})

test.each([
  ['relative', 'next', '/dir/next'],
  ['upwards', '../next', '/next'],
  ['from the root', '/next', '/next'],
  ['protocol-relative', '//127.0.0.1:PORT/next', '/next'],
  ['with backslashes', '\\\\127.0.0.1:PORT\\next', '/next'],
  ['a query alone', '?x=1', '/dir/here?x=1'],
  ['with spaces around and inside', '  /ne xt ', '/ne%20xt'],
  ['percent-encoded', '/caf%C3%A9', '/caf%C3%A9'],
  ['an odd spelling of the same host', 'http://0x7f.1:PORT/next', '/next'],
])('a Location that is %s is followed', async (_what, location, reached) => {
  const server = await serve((request, response) => {
    if (request.url === '/dir/here')
      response.writeHead(302, { location: location.replace('PORT', String(server.port)) }).end()
    else response.end(request.url)
  })
  const exchange = await client()
    .session()
    .exchange({ url: server.url('/dir/here'), purpose: 'test' })
  expect(exchange.response?.text).toBe(reached)
})

test('an empty Location is a circle, and none at all is an answer', async () => {
  const empty = await serve((_request, response) => response.writeHead(302, { location: '' }).end())
  const none = await serve((_request, response) => response.writeHead(302).end('nowhere'))
  const session = client().session()
  expect((await session.exchange({ url: empty.url(), purpose: 'test' })).failure?.code).toBe('too_many_redirects')
  expect((await session.exchange({ url: none.url(), purpose: 'test' })).response?.text).toBe('nowhere')
})

test('the same Location twice is one', async () => {
  const server = await serveRaw((socket, head) =>
    socket.end(
      head.startsWith('GET / ')
        ? 'HTTP/1.1 302 Found\r\nLocation: /next\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n'
        : 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    ),
  )
  const exchange = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(exchange.url.pathname).toBe('/next')
})

test('a redirect with an endless page is followed all the same', async () => {
  const server = await serveRaw((socket, head) => {
    if (!head.startsWith('GET / ')) return socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    socket.write('HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n')
    const page = Buffer.alloc(64 * 1024, 'x')
    const pour = (): void => {
      while (!socket.destroyed && socket.write(page));
    }
    socket.on('drain', pour)
    pour()
  })
  const exchange = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(exchange.response?.text).toBe('ok')
})

test('of the page of a redirect, 64 KB are kept', async () => {
  const page = 'x'.repeat(200_000)
  const server = await serve((_request, response) => response.writeHead(302, { location: '/next' }).end(page))
  const { response } = await client().session().exchange({ url: server.url(), purpose: 'test', redirect: 'manual' })
  expect(response).toMatchObject({ status: 302, truncated: false })
  expect(response?.bytes).toHaveLength(64 * 1024)
})

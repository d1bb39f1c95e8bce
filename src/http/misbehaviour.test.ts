import { expect, test } from 'vitest'
import { client, serve, serveRaw, until } from '../../test/http/servers.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

test.each([
  ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['HTTP/0.9', '<html>hello</html>'],
  ['another version', 'HTTP/9.9 200 OK\r\n\r\n'],
  ['a status that is no number', 'HTTP/1.1 abc OK\r\n\r\n'],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nbroken header\r\nContent-Length: 0\r\n\r\n'],
  ['a space in a header name', 'HTTP/1.1 200 OK\r\nbroken header: x\r\nContent-Length: 0\r\n\r\n'],
  ['a null byte in a header', 'HTTP/1.1 200 OK\r\nx: a\0b\r\nContent-Length: 0\r\n\r\n'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nok'],
  ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok'],
  ['a bad chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n'],
])('%s is a bad answer', async (_what, bytes) => {
  const server = await serveRaw((socket) => socket.end(bytes))
  const { failure, response } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(response).toBeNull()
  expect(failure).toMatchObject({ code: 'bad_answer', message: 'the answer is not valid HTTP', sent: true })
  await until(() => server.open() === 0)
})

test.each([
  ['two different lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\nok!'],
  ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'],
])('%s, which two readers would read in two ways, are no answer', async (_what, rest) => {
  const server = await serveRaw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`))
  const { failure, response } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(response).toBeNull()
  // undici says that the length is wrong before it says what the parser found.
  expect(failure).toMatchObject({ code: expect.stringMatching(/^(?:bad_answer|connection_lost)$/), sent: true })
})

test.each([
  ['one huge header', `x: ${'y'.repeat(100_000)}`],
  ['many headers', Array.from({ length: 20_000 }, (_, i) => `x-${i}: y`).join('\r\n')],
])('%s is a bad answer', async (_what, headers) => {
  const server = await serveRaw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${headers}\r\nContent-Length: 0\r\n\r\n`))
  const { failure } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'bad_answer', message: 'the headers of the answer are too large' })
  await until(() => server.open() === 0)
})

test('headers without end are stopped at their limit', async () => {
  const server = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    let count = 0
    const pour = (): void => {
      while (!socket.destroyed && socket.write(`x-${++count}: ${'y'.repeat(1000)}\r\n`));
    }
    socket.on('drain', pour)
    pour()
  })
  const { failure, ms } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure?.code).toBe('bad_answer')
  expect(ms).toBeLessThan(10_000)
})

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a header called %s, twice, is a header like others',
  async (name) => {
    const server = await serveRaw((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\n${name}: a\r\n${name}: b\r\nContent-Length: 2\r\n\r\nok`),
    )
    const { response } = await client().session().exchange({ url: server.url(), purpose: 'test' })
    expect(response?.text).toBe('ok')
    expect(Object.getPrototypeOf(response?.headers)).toBe(Object.prototype)
  },
)

test('header names are in lower case, repeated ones are joined, the same value stands once', async () => {
  const server = await serveRaw((socket) =>
    socket.end(
      'HTTP/1.1 200 OK\r\nLINK: <a>\r\nLink: <b>\r\nX-Same: 1\r\nx-same: 1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n',
    ),
  )
  const { response } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(response?.headers).toMatchObject({ link: '<a>, <b>', 'x-same': '1', 'set-cookie': 'a=1, b=2' })
})

test.each([
  ['before any byte', ''],
  ['in the status line', 'HTTP/1.1 20'],
  ['in the headers', 'HTTP/1.1 200 OK\r\nContent-Ty'],
])('a connection closed %s is lost, and the request may have been seen', async (_where, bytes) => {
  const server = await serveRaw((socket) => socket.end(bytes))
  const { failure } = await client()
    .session()
    .exchange({ method: 'POST', url: server.url(), purpose: 'test', body: 'x' })
  expect(failure).toMatchObject({ code: 'connection_lost', sent: true })
})

test('a connection reset in the middle of the body is lost', async () => {
  const server = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () =>
      setTimeout(() => socket.resetAndDestroy(), 20),
    )
  })
  const { failure } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'connection_lost', systemCode: 'ECONNRESET', sent: true })
})

test('a refused connection is unreachable, and nothing was sent', async () => {
  const gone = await serve((_request, response) => response.end())
  const url = gone.url()
  url.port = '1'
  const { failure } = await client().session().exchange({ method: 'POST', url, purpose: 'test', body: 'x' })
  expect(failure).toMatchObject({ code: 'unreachable', systemCode: 'ECONNREFUSED', sent: false })
})

test('an unknown name is dns, and nothing was sent', async () => {
  const { failure } = await client()
    .session()
    .exchange({ url: new URL('http://nowhere.example/'), purpose: 'test' })
  expect(failure).toMatchObject({
    code: 'dns',
    systemCode: 'ENOTFOUND',
    message: 'the name does not exist',
    sent: false,
  })
})

test.each([
  [
    '102 and 103 before the answer',
    `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n${ok}`,
    'ok',
  ],
  ['bytes after a 204', `HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nbogus`, ''],
  ['bytes after a 304', `HTTP/1.1 304 Not Modified\r\n\r\n`, ''],
  ['a status nobody knows', 'HTTP/1.1 799 Whatever\r\nContent-Length: 2\r\n\r\nok', 'ok'],
  ['no reason and bare line feeds in the body', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n\n\n', '\n\n'],
])('%s is read', async (_what, bytes, text) => {
  const server = await serveRaw((socket) => socket.write(bytes))
  const { response, failure } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toBeNull()
  expect(response?.text).toBe(text)
})

test('an upgrade that nobody asked for is a failure, not a hang', async () => {
  const server = await serveRaw((socket) =>
    socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  )
  const { failure } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ sent: true })
  await until(() => server.open() === 0)
})

test('1xx without end is ended by the total time', async () => {
  const server = await serveRaw((socket) => {
    const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n'), 5)
    socket.on('close', () => clearInterval(timer))
  })
  const { failure } = await client()
    .session()
    .exchange({ url: server.url(), purpose: 'test', limits: { totalMs: 300 } })
  expect(failure?.code).toBe('timeout')
  await until(() => server.open() === 0)
})

test('an answer that comes before it was asked for is not taken for the next one', async () => {
  const server = await serveRaw((socket, head) =>
    socket.write(head.startsWith('GET /first ') ? `${ok}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged` : ok),
  )
  const session = client({ perOrigin: 1 }).session()
  await session.exchange({ url: server.url('/first'), purpose: 'test' })
  const { response, failure } = await session.exchange({ url: server.url('/second'), purpose: 'test' })
  expect(response?.text ?? failure?.code).toMatch(/^(?:ok|connection_lost)$/)
})

test.each([
  ['a line break in a header', { headers: { 'x-a': 'b\r\nx-injected: c' } }],
  ['a line break in the authorization', { authorization: 'Basic a\r\nb' }],
  ['a header name that is none', { headers: { 'x a': 'b' } }],
  ['a header outside of Latin-1', { headers: { 'x-a': '☃' } }],
  ['a length that is not the body’s', { method: 'POST', body: 'abc', headers: { 'content-length': '99' } }],
  ['another scheme', { url: new URL('file:///etc/passwd') }],
] as const)('a request with %s throws bad_input and sends nothing', async (_what, request) => {
  const server = await serve((_request, response) => response.end())
  const session = client().session({ audience: { allows: () => true } })
  await expect(session.exchange({ url: server.url(), purpose: 'test', ...request })).rejects.toMatchObject({
    code: 'bad_input',
  })
  expect(server.requests).toHaveLength(0)
  expect(session.attempts).toMatchObject([{ status: null, outcome: 'given up' }])
})

test('what a site says is one printable, short line in the evidence', async () => {
  const long = 'y'.repeat(5000)
  const server = await serveRaw((socket, head) =>
    socket.end(
      head.startsWith('GET /type ')
        ? `HTTP/1.1 200 OK\r\nContent-Type: \x9b31m\ta\x85b${long}\r\nContent-Length: 0\r\n\r\n`
        : `HTTP/1.1 302 Found\r\nLocation: ftp://x/\x9b31m\t${long}\r\nContent-Length: 0\r\n\r\n`,
      'latin1',
    ),
  )
  const session = client().session()
  await session.exchange({ url: server.url('/type'), purpose: 'test' })
  await session.exchange({ url: server.url(`/${'p'.repeat(9000)}`), purpose: 'test' })
  for (const { outcome } of session.attempts) {
    expect(outcome).toHaveLength(300)
    expect(outcome).not.toMatch(/[\p{Cc}\u2028]/u)
  }
  expect(session.attempts[1]?.url).toHaveLength(2000)
})

test('we name ourselves, ask for JSON, and a caller’s header replaces ours whatever its case', async () => {
  const server = await serve((_request, response) => response.end())
  const session = client().session()
  await session.exchange({ url: server.url('/page?a=1'), purpose: 'test' })
  await session.exchange({ url: server.url(), purpose: 'test', headers: { ACCEPT: 'text/html' } })
  expect(server.requests[0]?.headers).toMatchObject({
    accept: 'application/json',
    referer: server.url().href,
    'user-agent': expect.stringMatching(/^Pressroom\/\d+\.\d+\.\d+ \(\+https?:\/\/.+\)$/),
  })
  expect(server.requests[1]?.headers.accept).toBe('text/html')
})

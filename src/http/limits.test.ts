import { expect, test } from 'vitest'
import { client, serve, serveRaw, until } from '../../test/http/servers.ts'
import { createAddressGuard } from './address-guard.ts'

test('a connection that does not stand in time is unreachable, and nothing was sent', async () => {
  const guard = createAddressGuard({ typed: ['slow.test'], lookup: () => undefined })
  const http = client({ guard, limits: { connectMs: 300 } })
  const { failure, ms } = await http
    .session()
    .exchange({ method: 'POST', url: new URL('http://slow.test/'), purpose: 'test', body: 'x' })
  expect(failure).toMatchObject({ code: 'unreachable', message: 'no connection in time', sent: false })
  // undici's timers tick each half second.
  expect(ms).toBeLessThan(7000)
})

test('the total time also ends a connection that is still being made', async () => {
  const guard = createAddressGuard({ typed: ['slow.test'], lookup: () => undefined })
  const { failure, ms } = await client({ guard })
    .session()
    .exchange({ url: new URL('http://slow.test/'), purpose: 'test', limits: { totalMs: 100 } })
  expect(failure).toMatchObject({ code: 'timeout', sent: false })
  expect(ms).toBeLessThan(5000)
})

test('a TLS handshake that never comes is unreachable', async () => {
  const server = await serveRaw(() => undefined)
  const { failure, ms } = await client({ limits: { connectMs: 300 } })
    .session()
    .exchange({ url: new URL(`https://127.0.0.1:${server.port}/`), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'unreachable', sent: false })
  expect(ms).toBeLessThan(7000)
  await until(() => server.open() === 0)
})

test.each([
  ['headers that never come', () => undefined, { headersMs: 300 }],
  [
    'a body that falls silent',
    (write: (bytes: string) => void) => write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'),
    { bodyMs: 300 },
  ],
])('%s time out, and the connection is closed', async (_what, talk, limits) => {
  const server = await serveRaw((socket) => talk((bytes) => socket.write(bytes)))
  const { failure, ms } = await client().session().exchange({ url: server.url(), purpose: 'test', limits })
  expect(failure).toMatchObject({ code: 'timeout', message: 'no answer in time', sent: true })
  expect(ms).toBeGreaterThanOrEqual(290)
  expect(ms).toBeLessThan(7000)
  await until(() => server.open() === 0)
})

test.each([
  ['headers', 'HTTP/1.1 200 OK\r\n', (count: number) => `x-${count}: y\r\n`],
  ['a body', 'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n', () => 'x'],
])('%s that drip for ever are ended by the total time', async (_what, start, drip) => {
  const server = await serveRaw((socket) => {
    socket.write(start)
    let count = 0
    const timer = setInterval(() => socket.write(drip(++count)), 20)
    socket.on('close', () => clearInterval(timer))
  })
  const { failure, ms } = await client()
    .session()
    .exchange({ url: server.url(), purpose: 'test', limits: { totalMs: 400 } })
  expect(failure).toMatchObject({ code: 'timeout', sent: true })
  expect(ms).toBeGreaterThanOrEqual(395)
  expect(ms).toBeLessThan(6000)
  await until(() => server.open() === 0)
})

test('the total time is for all redirects together', async () => {
  let count = 0
  const server = await serve((_request, response) => {
    setTimeout(() => response.writeHead(302, { location: `/${++count}` }).end(), 550)
  })
  const { failure, ms, hops } = await client()
    .session()
    .exchange({ url: server.url(), purpose: 'test', limits: { totalMs: 1500 } })
  expect(failure?.code).toBe('timeout')
  expect(hops).toHaveLength(2)
  expect(ms).toBeLessThan(6000)
})

test('a session that has no time left sends nothing', async () => {
  const server = await serve((_request, response) => response.end())
  for (const left of [0, -5, 0.3 - 0.3]) {
    const { failure } = await client()
      .session({ remainingMs: () => left })
      .exchange({ url: server.url(), purpose: 'test' })
    expect(failure).toMatchObject({ code: 'timeout', message: 'no time left', sent: false })
  }
  expect(server.connections()).toBe(0)
})

test.each([0.5, 1234.567, 2 ** 40, Number.POSITIVE_INFINITY])('%d ms are a time to work with', async (totalMs) => {
  const server = await serve((_request, response) => response.end('ok'))
  const { response, failure } = await client()
    .session()
    .exchange({ url: server.url(), purpose: 'test', limits: { totalMs } })
  expect(response?.text ?? failure?.code).toBe(totalMs < 1 ? 'timeout' : 'ok')
})

test('a request that waited for its turn until the time was over was not sent', async () => {
  const server = await serve(() => undefined)
  const session = client({ perOrigin: 1 }).session()
  const first = session.exchange({ url: server.url('/first'), purpose: 'test', limits: { totalMs: 4000 } })
  const second = await session.exchange({
    method: 'POST',
    url: server.url('/second'),
    purpose: 'test',
    body: 'x',
    limits: { totalMs: 200 },
  })
  expect(second.failure).toMatchObject({ code: 'timeout', sent: false })
  expect(second.ms).toBeLessThan(3000)
  expect((await first).failure).toMatchObject({ code: 'timeout', sent: true })
  expect(server.requests).toHaveLength(1)
})

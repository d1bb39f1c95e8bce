import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { client, serve, serveRaw, until } from '../../test/http/servers.ts'
import { createAddressGuard } from './address-guard.ts'
import { createHttp } from './client.ts'

test('a connection is used again', async () => {
  const server = await serve((_request, response) => response.end('ok'))
  const session = client().session()
  for (let i = 0; i < 20; i++) await session.exchange({ url: server.url(`/${i}`), purpose: 'test' })
  expect(server.requests).toHaveLength(20)
  expect(server.connections()).toBe(1)
})

test('at most so many connections go to one origin, and more requests wait', async () => {
  let running = 0
  let most = 0
  const server = await serve((_request, response) => {
    most = Math.max(most, ++running)
    setTimeout(() => {
      running--
      response.end('ok')
    }, 20)
  })
  const session = client({ perOrigin: 3 }).session()
  const exchanges = await Promise.all(
    Array.from({ length: 20 }, () => session.exchange({ url: server.url(), purpose: 'test' })),
  )
  expect(exchanges.every(({ response }) => response?.text === 'ok')).toBe(true)
  expect(most).toBe(3)
  expect(server.connections()).toBe(3)
})

test('one busy origin does not hold another up', async () => {
  const busy = await serve(() => undefined)
  const other = await serve((_request, response) => response.end('ok'))
  const session = client({ perOrigin: 1 }).session()
  const waiting = session.exchange({ url: busy.url(), purpose: 'test', limits: { totalMs: 500 } })
  expect((await session.exchange({ url: other.url(), purpose: 'test' })).response?.text).toBe('ok')
  expect((await waiting).failure?.code).toBe('timeout')
})

test('50 answers that were too large leave no connection behind', async () => {
  const server = await serve((_request, response) => response.end('x'.repeat(1_000_000)))
  const session = client().session()
  await Promise.all(
    Array.from({ length: 50 }, () =>
      session.exchange({ url: server.url(), purpose: 'test', onTooLarge: 'truncate', limits: { bytes: 10 } }),
    ),
  )
  await until(() => server.open() === 0)
  expect(server.connections()).toBe(50)
})

test('idle connections are closed with the client', async () => {
  const server = await serve((_request, response) => response.end('ok'))
  const http = client()
  await http.session().exchange({ url: server.url(), purpose: 'test' })
  expect(server.open()).toBe(1)
  await http.close()
  await until(() => server.open() === 0)
})

const phases: readonly (readonly [string, string])[] = [
  ['before the headers', ''],
  ['in the headers', 'HTTP/1.1 200 OK\r\nx: '],
  ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'],
  ['in a compressed body', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08'],
]

test.each(phases)('cancelling %s stops at once, and closes the connection', async (_when, bytes) => {
  let talking = false
  const server = await serveRaw((socket) => {
    socket.write(bytes, 'latin1')
    talking = true
  })
  const controller = new AbortController()
  const session = client().session({ signal: controller.signal })
  const exchange = session.exchange({ url: server.url(), purpose: 'test' })
  await until(() => talking)
  await new Promise((resolve) => setTimeout(resolve, 30))
  const started = performance.now()
  controller.abort()
  await expect(exchange).rejects.toMatchObject({ name: 'HubError', code: 'cancelled' })
  expect(performance.now() - started).toBeLessThan(3000)
  expect(session.attempts).toMatchObject([{ status: null, outcome: 'given up' }])
  await until(() => server.open() === 0)
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
})

test('cancelling stops at once while the name is resolved, while the turn is waited for, and while the host is paused', async () => {
  const guard = createAddressGuard({ typed: ['slow.test', '127.0.0.1'], lookup: () => undefined })
  const server = await serve((request, response) => {
    if (request.url === '/busy') return
    response.writeHead(429, { 'retry-after': '20' }).end()
  })
  const busy = await serve(() => undefined)
  const http = client({ guard, perOrigin: 1 })
  await http.session().exchange({ url: server.url(), purpose: 'test' })
  const controller = new AbortController()
  const session = http.session()
  const urls = [new URL('http://slow.test/'), server.url(), busy.url('/busy'), busy.url('/queued')]
  const exchanges = urls.map((url) => session.exchange({ url, purpose: 'test', signal: controller.signal }))
  await until(() => busy.requests.length === 1)
  const started = performance.now()
  controller.abort()
  for (const ended of await Promise.allSettled(exchanges))
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
  expect(performance.now() - started).toBeLessThan(3000)
  await until(() => busy.open() === 0)
  expect(busy.requests).toHaveLength(1)
})

test('a cancelled signal sends nothing', async () => {
  const server = await serve((_request, response) => response.end())
  const session = client().session({ signal: AbortSignal.abort() })
  await expect(session.exchange({ url: server.url(), purpose: 'test' })).rejects.toMatchObject({ code: 'cancelled' })
  expect(server.connections()).toBe(0)
})

test('cancelling between two redirects stops there', async () => {
  const controller = new AbortController()
  const server = await serve((_request, response) => response.writeHead(302, { location: '/next' }).end())
  const session = client().session({ signal: controller.signal, onAttempt: () => controller.abort() })
  await expect(session.exchange({ url: server.url(), purpose: 'test' })).rejects.toMatchObject({ code: 'cancelled' })
  expect(server.requests).toHaveLength(1)
})

test('closing cancels what is under way, and what comes later', async () => {
  const server = await serve(() => undefined)
  const http = createHttp({ guard: createAddressGuard({ typed: ['127.0.0.1'] }) })
  const session = http.session()
  const exchange = session.exchange({ url: server.url(), purpose: 'test' })
  await until(() => server.requests.length === 1)
  const [ended] = await Promise.allSettled([exchange, http.close()])
  expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
  await expect(session.exchange({ url: server.url(), purpose: 'test' })).rejects.toMatchObject({ code: 'cancelled' })
  await until(() => server.open() === 0)
})

test('a thousand requests leave nothing on a signal that lives on, and a thousand attempts are kept', async () => {
  const server = await serve((_request, response) => response.end('ok'))
  const controller = new AbortController()
  const warnings: Error[] = []
  const warn = (warning: Error): number => warnings.push(warning)
  process.on('warning', warn)
  const session = client().session({ signal: controller.signal })
  for (let round = 0; round < 21; round++) {
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => session.exchange({ url: server.url(`/${round}/${i}`), purpose: 'test' })),
    )
  }
  process.off('warning', warn)
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  expect(warnings).toEqual([])
  expect(session.attempts).toHaveLength(1000)
  expect(session.attempts.at(-1)?.url).toContain('/20/')
})

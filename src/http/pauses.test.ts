import { expect, test } from 'vitest'
import { client, serve } from '../../test/http/servers.ts'
import { createPauses } from './pauses.ts'
import { parseRetryAfter } from './retry-after.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

test.each([
  ['0', 0],
  ['3', 3000],
  [' 120 ', 120_000],
  ['007', 7000],
  ['86400', 900_000],
  ['99999999999999999999999999', 900_000],
  ['9'.repeat(5000), 900_000],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
  ['Sun Mar  1 12:00:30 2026', 30_000],
  ['Sun, 01 Mar 2026 13:00:30 +0100', 30_000],
  ['Sun, 01 Mar 2020 12:00:30 GMT', 0],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 900_000],
  ['-5', null],
  ['+5', null],
  ['1.5', null],
  ['1e3', null],
  ['0x10', null],
  ['2027', 900_000],
  ['2026-03-01T12:00:30Z', null],
  ['soon', null],
  ['Sunday', null],
  ['5, 10', null],
  ['', null],
  [undefined, null],
])('Retry-After: %s is %s ms', (header, ms) => {
  expect(parseRetryAfter(header, now)).toBe(ms)
})

test.each([429, 503])(
  'a host that answered %i with Retry-After is left alone for so long, another is not',
  async (status) => {
    let refuse = true
    const server = await serve((_request, response) => {
      if (!refuse) return response.end('ok')
      refuse = false
      return response.writeHead(status, { 'retry-after': '4' }).end()
    })
    const session = client().session()
    expect((await session.exchange({ url: server.url('/', 'a.test'), purpose: 'test' })).response?.status).toBe(status)
    const other = await session.exchange({ url: server.url('/', 'b.test'), purpose: 'test' })
    expect(other.response?.text).toBe('ok')
    expect(other.ms).toBeLessThan(3000)
    const again = await session.exchange({ url: server.url('/', 'a.test'), purpose: 'test' })
    expect(again.response?.text).toBe('ok')
    expect(again.ms).toBeGreaterThan(1000)
    expect(again.ms).toBeLessThan(12000)
  },
)

test('other sessions of the same client wait for a paused host as well', async () => {
  const server = await serve((_request, response) => response.writeHead(429, { 'retry-after': '60' }).end())
  const http = client()
  await http.session().exchange({ url: server.url(), purpose: 'test' })
  const { failure } = await http.session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure?.message).toContain('asked to wait')
})

test('where a site counts requests per account, the others go on at 429, and nobody at 503', async () => {
  let status = 429
  const server = await serve((request, response) =>
    request.url === '/refuse' ? response.writeHead(status, { 'retry-after': '60' }).end() : response.end('ok'),
  )
  const http = client()
  const ask = async (pauseKey: string | null, path = '/') => {
    const session = http.session(pauseKey === null ? {} : { pauseKey })
    const { response, failure } = await session.exchange({ url: server.url(path), purpose: 'test' })
    return failure?.message ?? response?.text
  }
  await ask('one', '/refuse')
  expect(await ask('one')).toContain('asked to wait')
  expect([await ask('two'), await ask(null)]).toEqual(['ok', 'ok'])
  status = 503
  await ask('two', '/refuse')
  expect([await ask('two'), await ask(null), await ask('three')]).toEqual(
    Array(3).fill(expect.stringContaining('asked to wait')),
  )
})

test('pauses are bounded in number: the oldest is forgotten first', () => {
  const pauses = createPauses()
  pauses.pause('over', 0)
  for (let index = 0; index < 10_000; index++) pauses.pause(`host${index}`, 60_000)
  expect(pauses.remaining(['host0'])).toBeGreaterThan(0)
  pauses.pause('one more', 60_000)
  expect(pauses.remaining(['host0'])).toBe(0)
  expect(pauses.remaining(['host1', 'over'])).toBeGreaterThan(0)
})

test('a question asked in spite of a pause ends it, unless the host still wants it', async () => {
  let refuse = true
  const server = await serve((_request, response) =>
    refuse ? response.writeHead(503, { 'retry-after': '600' }).end() : response.end('ok'),
  )
  const session = client().session()
  const ask = (despitePause: boolean) => session.exchange({ url: server.url(), purpose: 'test', despitePause })
  expect((await ask(false)).response?.status).toBe(503)
  expect((await ask(true)).response?.status).toBe(503)
  expect((await ask(false)).failure?.message).toContain('asked to wait')
  refuse = false
  expect((await ask(true)).response?.text).toBe('ok')
  expect((await ask(false)).response?.text).toBe('ok')
})

test('a wait that does not fit the time left fails at once, without a request', async () => {
  const server = await serve((_request, response) => response.writeHead(429, { 'retry-after': '600' }).end())
  const session = client().session()
  await session.exchange({ url: server.url(), purpose: 'test' })
  const { failure, ms } = await session.exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'asked_to_wait', sent: false, waitMs: expect.closeTo(600_000, -4) })
  expect(failure?.message).toMatch(/^the site asked to wait (?:599|600) s$/)
  expect(ms).toBeLessThan(5000)
  expect(server.requests).toHaveLength(1)
})

test.each([
  [200, '600'],
  [404, '600'],
  [429, '-600'],
  [503, 'soon'],
])('%i with Retry-After: %s makes nobody wait', async (status, wait) => {
  const server = await serve((_request, response) => response.writeHead(status, { 'retry-after': wait }).end())
  const session = client().session()
  await session.exchange({ url: server.url(), purpose: 'test' })
  expect((await session.exchange({ url: server.url(), purpose: 'test' })).response?.status).toBe(status)
})

test('a pause made longer while somebody waits is waited for', async () => {
  const pauses = createPauses()
  pauses.pause('a', 100)
  const started = performance.now()
  const waiting = pauses.wait(['a'], new AbortController().signal)
  pauses.pause('a', 300)
  pauses.pause('a', 10)
  await waiting
  expect(performance.now() - started).toBeGreaterThan(290)
})

test('cancelling ends the wait at once', async () => {
  const pauses = createPauses()
  pauses.pause('a', 60_000)
  const controller = new AbortController()
  const waiting = pauses.wait(['a'], controller.signal)
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})

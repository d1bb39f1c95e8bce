import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { client, serve, serveRaw, until } from '../../test/http/servers.ts'
import { decodeText } from './body.ts'

const text = JSON.stringify({ name: 'Ein Blog – über alles', list: Array.from({ length: 500 }, (_, i) => i) })

test.each([
  ['gzip', gzipSync(text)],
  ['x-gzip', gzipSync(text)],
  ['GZIP', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['br', brotliCompressSync(text)],
  ['gzip, br', brotliCompressSync(gzipSync(text))],
  ['identity', Buffer.from(text)],
  ['UTF-8', Buffer.from(text)],
  ['', Buffer.from(text)],
  ['constructor', Buffer.from(text)],
  ['__proto__', Buffer.from(text)],
  ['toString', Buffer.from(text)],
])('a body with Content-Encoding %j is read', async (encoding, bytes) => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(bytes),
  )
  const { response } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(response?.text).toBe(text)
  expect(response?.truncated).toBe(false)
})

test.each(['gzip', 'deflate', 'br'])('a body that claims to be %s and is not, is a bad answer', async (encoding) => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(text),
  )
  const { failure } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'bad_answer', message: 'the compressed answer is damaged', sent: true })
})

test.each([
  ['gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['br', brotliCompressSync(text)],
])('a %s body that ends too early is a bad answer', async (encoding, bytes) => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(bytes.subarray(0, -20)),
  )
  const { failure } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'bad_answer', message: 'the compressed answer ends too early' })
})

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
  ['GET', 200],
] as const)('%s answered with %i and no bytes may name an encoding', async (method, status) => {
  const server = await serve((_request, response) => response.writeHead(status, { 'content-encoding': 'gzip' }).end())
  const { response } = await client().session().exchange({ method, url: server.url(), purpose: 'test' })
  expect(response).toMatchObject({ status, text: '', truncated: false })
})

test('a body over the limit fails with the status kept as evidence, and the connection is closed', async () => {
  const server = await serve((_request, response) => response.end('x'.repeat(5000)))
  const session = client().session()
  const { failure } = await session.exchange({ url: server.url(), purpose: 'test', limits: { bytes: 4999 } })
  expect(failure).toMatchObject({ code: 'too_large', message: 'the answer is larger than 4999 bytes', sent: true })
  expect(session.attempts).toMatchObject([{ status: 200 }])
  const exact = await session.exchange({ url: server.url(), purpose: 'test', limits: { bytes: 5000 } })
  expect(exact.response?.truncated).toBe(false)
})

test.each([false, true])(
  'an endless body (compressed: %s) is cut at the limit, and its connection closed',
  async (zip) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, zip ? { 'content-encoding': 'gzip' } : {})
      const out = zip ? createGzip() : response
      if (zip) out.pipe(response)
      const pour = (): void => {
        while (!response.destroyed && out.write('0123456789'.repeat(2000)));
      }
      out.on('drain', pour)
      pour()
    })
    const { response } = await client()
      .session()
      .exchange({ url: server.url(), purpose: 'test', onTooLarge: 'truncate', limits: { bytes: 100_001 } })
    expect(response).toMatchObject({ truncated: true })
    expect(response?.bytes).toHaveLength(100_001)
    await until(() => server.open() === 0)
  },
)

// Members of 64 MB one after the other; brotli gets 64 MB into less than 1 KB.
const bombs = {
  gzip: Buffer.concat(Array(16).fill(gzipSync(Buffer.alloc(2 ** 26)))),
  br: brotliCompressSync(Buffer.alloc(2 ** 26)),
}

test.each([
  ['1 GB out of 1 MB of gzip', 'gzip', 1_100_000],
  ['64 MB out of 1 KB of brotli', 'br', 1000],
] as const)('%s is stopped at the limit, and memory stays flat', async (_what, encoding, most) => {
  const bomb = bombs[encoding]
  expect(bomb.length).toBeLessThan(most)
  const server = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
  )
  const session = client().session()
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 5)
  const { failure, ms } = await session.exchange({ url: server.url(), purpose: 'test' })
  clearInterval(watch)
  expect(failure?.code).toBe('too_large')
  expect(peak - before).toBeLessThan(100 * 2 ** 20)
  expect(ms).toBeLessThan(20_000)
})

test('a compressed body that never yields a byte is stopped too', async () => {
  // Empty stored blocks of deflate, for ever.
  const head = gzipSync('').subarray(0, 10)
  const empty = Buffer.concat(Array(10_000).fill(Buffer.from([0, 0, 0, 0xff, 0xff])))
  const server = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).write(head)
    const pour = (): void => {
      while (!response.destroyed && response.write(empty));
    }
    response.on('drain', pour)
    pour()
  })
  const { failure, ms } = await client()
    .session()
    .exchange({ url: server.url(), purpose: 'test', limits: { bytes: 1_000_000 } })
  expect(failure?.code).toBe('too_large')
  expect(ms).toBeLessThan(20_000)
  await until(() => server.open() === 0)
})

test.each([
  ['a Content-Length that is never reached', 'Content-Length: 100\r\n\r\nhalf'],
  ['a chunk that is never finished', 'Transfer-Encoding: chunked\r\n\r\n64\r\nhalf'],
  ['no last chunk', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ['no last chunk and Connection: close', 'Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ['Connection: close and a Content-Length', 'Connection: close\r\nContent-Length: 100\r\n\r\nhalf'],
])('an answer cut off with %s is a lost connection, never a shorter answer', async (_what, rest) => {
  const server = await serveRaw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`))
  const { failure, response } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(response).toBeNull()
  expect(failure).toMatchObject({ code: 'connection_lost', sent: true })
})

test('a body without a length ends with its connection', async () => {
  const server = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'))
  const { response } = await client().session().exchange({ url: server.url(), purpose: 'test' })
  expect(response?.text).toBe('all of it')
})

test.each([
  ['text/html; charset=iso-8859-1', Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'café'],
  ['text/html; charset="windows-1252"', Buffer.from([0x80]), '€'],
  ['text/html;charset=utf-16le', Buffer.from('é', 'utf16le'), 'é'],
  ['text/html; charset=klingon', Buffer.from('é'), 'é'],
  ['application/json', Buffer.from('\ufeff{}'), '\ufeff{}'],
  ['text/plain', Buffer.from([0xff, 0x41]), '\ufffdA'],
  [undefined, Buffer.from('é'), 'é'],
])('%s is decoded', (type, bytes, expected) => {
  expect(decodeText(bytes, type)).toBe(expected)
})

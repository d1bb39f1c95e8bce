import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { client, serve } from '../../test/http/servers.ts'
import { sha256Of } from '../files/sha256.ts'

const bytes = Buffer.from(Array.from({ length: 300_001 }, (_, n) => (n * n) % 251))

async function provideFile(): Promise<Blob> {
  const folder = await mkdtemp(join(tmpdir(), 'pressroom-http-'))
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'file'), bytes)
  return openAsBlob(join(folder, 'file'))
}

test('a file is sent whole, with its length, and again to where a redirect leads', async () => {
  const got: { length: string | undefined; hash: string }[] = []
  const server = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    got.push({ length: request.headers['content-length'], hash: await sha256Of(new Blob(chunks)) })
    if (request.url === '/') response.writeHead(307, { location: '/there' })
    response.end('ok')
  })
  const file = await provideFile()
  for (const body of [file, new Blob(['before ', file, ' after'])]) {
    const { response } = await client().session().exchange({ method: 'POST', url: server.url(), purpose: 'test', body })
    expect(response?.text).toBe('ok')
    const whole = { length: String(body.size), hash: await sha256Of(body) }
    expect(got.splice(0)).toEqual([whole, whole])
  }
})

test.each(['identity', 'gzip'])(
  'an answer of 200 is given away piece by piece, up to its limit (%s)',
  async (encoding) => {
    const server = await serve((request, response) => {
      const sent = encoding === 'gzip' ? gzipSync(bytes) : bytes
      response.writeHead(request.url === '/missing' ? 404 : 200, { 'content-encoding': encoding })
      response.end(sent)
    })
    const read = async (path: string, limit: number) => {
      const pieces: Uint8Array[] = []
      const into = async (piece: Uint8Array): Promise<void> => void pieces.push(Uint8Array.from(piece))
      const url = server.url(path)
      const { response, failure } = await client()
        .session()
        .exchange({ url, purpose: 'test', into, limits: { bytes: limit } })
      return { pieces: Buffer.concat(pieces), kept: response?.bytes.length, status: response?.status, failure }
    }
    const whole = await read('/', 400_000)
    expect([whole.status, whole.kept, whole.pieces.equals(bytes)]).toEqual([200, 0, true])
    const cut = await read('/', 100_000)
    expect(cut.failure).toMatchObject({ code: 'too_large' })
    expect(cut.pieces.length).toBeLessThanOrEqual(100_000)
    // What a page of an error says belongs into a message, not into a file.
    expect(await read('/missing', 400_000)).toMatchObject({ status: 404, kept: bytes.length, pieces: Buffer.alloc(0) })
  },
)

import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { client, serve } from '../../test/http/servers.ts'

const script = join(import.meta.dirname, '../../test/http/late-sender.ts')

/** Long enough for a process of its own to come to its moment, on a busy machine too. */
const deadlineMs = 2000

test.runIf(process.platform === 'linux').each([
  ['connected', { code: 'timeout', sent: false }, 0],
  ['queued', { code: 'timeout', sent: false }, 0],
  ['half-written', { code: 'timeout', sent: true }, 0],
])(
  'a process that is stopped past the deadline when the request is %s sends nothing whole afterwards',
  async (moment, failure, whole) => {
    const posts: number[] = []
    const server = await serve((request, response) => {
      let bytes = 0
      request.on('data', (data: Buffer) => {
        bytes += data.length
      })
      request.on('error', () => undefined)
      request.on('end', () => {
        if (request.method === 'POST') posts.push(bytes)
        response.end('ok')
      })
    })
    const child = spawn(process.execPath, [script, server.url('/write').href, moment, String(deadlineMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const printed = text(child.stdout)
    const { pid = 0 } = child
    while (!(await isStopped(pid))) await sleep(20)
    await sleep(deadlineMs)
    child.kill('SIGCONT')
    expect(JSON.parse(await printed)).toMatchObject({ status: null, ...failure })
    expect(posts).toHaveLength(whole)
  },
)

test('a long body arrives whole, with its length', async () => {
  const body = Buffer.alloc(300_001, 'x')
  const server = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    response.end(
      JSON.stringify({ same: Buffer.concat(chunks).equals(body), length: request.headers['content-length'] }),
    )
  })
  const session = client().session()
  for (const sent of [body, body.toString()]) {
    const { response } = await session.exchange({ method: 'POST', url: server.url(), purpose: 'test', body: sent })
    expect(JSON.parse(response?.text ?? '')).toEqual({ same: true, length: '300001' })
  }
  expect(server.connections()).toBe(1)
})

test('past its time nothing is sent, and the connection serves the next request', async () => {
  const server = await serve((_request, response) => response.end('ok'))
  const session = client().session()
  const ask = (notAfter: number) => session.exchange({ method: 'POST', url: server.url(), purpose: 'test', notAfter })
  expect((await ask(Date.now() + 60_000)).response?.text).toBe('ok')
  expect((await ask(Date.now())).failure).toMatchObject({ code: 'timeout', sent: false })
  expect((await ask(Date.now() + 60_000)).response?.text).toBe('ok')
  expect([server.requests.length, server.connections()]).toEqual([2, 1])
})

async function isStopped(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
}

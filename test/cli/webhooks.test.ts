import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { useHubEnvironment } from '../hub/environment.ts'
import { startHub } from '../hub/process.ts'
import { startDocumentedReceiver } from '../webhook/documented-receiver.ts'
import { startReceiver } from '../webhook/receiver.ts'
import { type Ended, pressroom } from './pressroom.ts'

let env: Record<string, string>
let file: string

beforeEach(async () => {
  const place = await useHubEnvironment()
  const data = place.PRESSROOM_DATA
  env = { ...place, PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' }
  file = join(data, 'tea.md')
  await writeFile(file, '---\ntitle: Tea\nslug: green-tea\n---\nGreen.\n')
})

async function run(args: readonly string[], input = ''): Promise<Ended> {
  return pressroom(args, { input, env })
}

const connect = (url: string, secret: string) =>
  run(['connect', url, '--kind', 'webhook', '--name', 'tea', '--password-stdin'], secret)

test('from a secret to a receipt, as the documentation says', async () => {
  const secret = (await run(['webhooks', 'secret'])).out
  const receiver = await startDocumentedReceiver(secret.trim())
  expect((await connect(receiver.url, secret)).out).toContain('Kept as tea')
  expect((await run(['publish', file, '--to', 'tea', '--status', 'publish'])).code).toBe(0)
  expect(await receiver.next()).toBe('article.published: green-tea')
  const listed = JSON.parse((await run(['deliveries', 'list', 'tea', '--json'])).out)
  expect(listed).toMatchObject({ type: 'article.published', state: 'delivered', attempts: 1, log: [{ status: 204 }] })
})

// Half a minute of starting programs; the operations themselves are tested through the API.
if (process.env.DEEP !== undefined)
  test('a running hub sends again what was refused, under its id; a wrong secret it does not connect', async () => {
    await startHub({ ...env, PRESSROOM_PORT: '0' })
    const receiver = await startReceiver()
    const other = await connect(receiver.url, (await run(['webhooks', 'secret'])).out)
    expect(other.code).toBe(1)
    expect(other.out).toContain('does not accept our credential or signature')
    await connect(receiver.url, receiver.secret)
    receiver.answer((response) => response.writeHead(400).end('no such section'))
    const tested = await run(['webhooks', 'test', 'tea'])
    expect(tested.code).toBe(1)
    expect(tested.out).toContain('no such section')
    expect((await run(['publish', file, '--to', 'tea'])).code).toBe(1)
    receiver.answer(200)
    const again = await run(['deliveries', 'redeliver', 'tea', '--since', '2020-01-01T00:00:00Z'])
    expect(again.out).toContain('1 sent again')
    const [, refused, repeated] = receiver.received
    expect(repeated?.id).toBe(refused?.id)
  })

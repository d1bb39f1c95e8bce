import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { client } from '../../test/http/servers.ts'
import { deliver } from './deliver.ts'
import { endpointSchema } from './endpoint.ts'
import { examplePayload } from './example.ts'
import { createSigningSecrets, rotateSecret, type SigningSecrets } from './secret.ts'

const root = join(import.meta.dirname, '../..')

/** The receiver of docs/webhooks.md, as a process of its own. */
async function startReceiver(secret: string) {
  const page = await readFile(join(root, 'docs/webhooks.md'), 'utf8')
  const code = /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? ''
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    env: { WEBHOOK_SECRET: secret, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    const ended = child.exitCode === null ? once(child, 'exit') : null
    child.kill()
    await ended
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => String((await lines.next()).value)
  return { url: `http://127.0.0.1:${(await next()).replace('port ', '')}/`, next }
}

test('the receiver in the documentation takes good deliveries once, and refuses others', async () => {
  const secrets = createSigningSecrets()
  const receiver = await startReceiver(secrets.current)
  const session = client().session()
  const send = async (id: string, slug: string, signing: SigningSecrets) => {
    const payload = examplePayload({ id: 'p1', name: 'Tea' }, new Date())
    payload.type = 'article.published'
    payload.data.article.slug = slug
    const endpoint = endpointSchema.parse({ url: receiver.url, signing })
    const body = JSON.stringify(payload)
    return (await deliver(session, endpoint, { id, type: payload.type, body })).status
  }
  expect(await send('msg_0', 'forged', createSigningSecrets())).toBe(401)
  expect(await send('msg_1', 'first', secrets)).toBe(204)
  expect(await send('msg_1', 'first-again', secrets)).toBe(204)
  expect(await send('msg_2', 'second', rotateSecret(secrets, Date.now()))).toBe(204)
  expect(await receiver.next()).toBe('article.published: first')
  expect(await receiver.next()).toBe('article.published: second')
})

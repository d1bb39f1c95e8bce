import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** The receiver of docs/webhooks.md, as a process of its own, ended when the test ends. `next` waits for a line that it prints. */
export async function startDocumentedReceiver(
  secret: string,
): Promise<{ readonly url: string; next(): Promise<string> }> {
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startHub } from '../hub/process.ts'
import { createDatabase } from '../store/database.ts'
import { posts } from '../webflow/schema.ts'
import { startWebflow } from '../webflow/server.ts'
import { findFreePort } from '../wordpress/nginx.ts'
import { pressroom, type Running, start } from './pressroom.ts'

function useFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  return folder
}

async function open() {
  const [server, database] = [await startWebflow(), await createDatabase({ tables: 'hub' })]
  onTestFinished(() => database.drop())
  const guarded = { PRESSROOM_DATA: useFolder(), DATABASE_URL: database.url, PRESSROOM_WEBFLOW_API: server.base.href }
  return { server, guarded, env: { ...guarded, PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' } }
}

test('a Webflow site is connected by a token from standard input, checked, and its address stays guarded', async () => {
  const { server, guarded, env } = await open()
  const input = `${server.settings.token}\n`
  const args = ['connect', '--kind', 'webflow', '--password-stdin', '--json']
  expect(await pressroom(args, { env })).toMatchObject({ code: 2 })
  const refused = await pressroom(args, { env: guarded, input })
  expect(JSON.parse(refused.out)).toMatchObject({ connection: null, diagnosis: { code: 'address_refused' } })
  const { code, out, err } = await pressroom(args, { env, input })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toMatchObject({ connection: { name: 'Tea house', kind: 'webflow', verdict: 'connected' } })
  expect(out).not.toContain(server.settings.token)
})

test('its mapping is changed and shown from the command line, and a file is published by it', async () => {
  const { server, env } = await open()
  const folder = useFolder()
  writeFileSync(join(folder, 'tea.md'), '---\ntitle: Green tea\nfields: { reading_time: 7 }\n---\nYoung leaves.\n')
  const run = async (args: readonly string[], input = '') => {
    const { code, out, err } = await pressroom(args, { env, input })
    expect({ code, err }).toEqual({ code: 0, err: expect.any(String) })
    return out
  }
  await run(['connect', '--kind', 'webflow', '--password-stdin', '--json'], server.settings.token)
  await run(['mapping', 'Tea house', '--set', 'minutes=field:reading_time', '--unset', 'gallery', '--json'])
  expect(await run(['mapping', 'Tea house'])).toMatch(
    /Blog Posts \(blog-posts\)\n[\s\S]*post-body \* +RichText +body[\s\S]*gallery +MultiImage +–[\s\S]*minutes +Number +field reading_time/,
  )
  const published = await run(['publish', join(folder, 'tea.md'), '--to', 'Tea house', '--status', 'publish', '--json'])
  expect(JSON.parse(published)).toMatchObject({
    ...{ state: 'live', result: 'created', url: 'https://tea.example/blog-posts/green-tea' },
    receipt: { dropped: [], changed: [] },
  })
  expect(server.items(posts)).toMatchObject([{ fieldData: { minutes: 7, slug: 'green-tea' } }])
})

const app = {
  PRESSROOM_URL: 'https://hub.example',
  PRESSROOM_WEBFLOW_CLIENT_ID: 'our-app',
}
const approving = ['connect', '--kind', 'webflow', '--oauth', '--name', 'Tea', '--json']

/** Where Webflow sends the browser once the person has approved there. */
async function returnOf(running: Running, code: string): Promise<URL> {
  const page = new URL(await running.waitForErr(/(http\S+oauth\/authorize\S+)/))
  const back = new URL(page.searchParams.get('redirect_uri') ?? '')
  back.searchParams.set('code', code)
  back.searchParams.set('state', page.searchParams.get('state') ?? '')
  return back
}

test('a Webflow app is approved from the command line, and the address that the browser ended at is pasted', async () => {
  const { server, env } = await open()
  const secret = { ...app, PRESSROOM_WEBFLOW_CLIENT_SECRET: server.settings.clientSecret }
  const running = start(approving, { ...env, ...secret })
  const back = await returnOf(running, server.issueCode())
  running.child.stdin?.end(`${back.href}\n`)
  const { code, out, err } = await running.ended
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('paste the whole address') })
  expect(JSON.parse(out)).toMatchObject({ connection: { name: 'Tea', kind: 'webflow', method: 'oauth' } })
  expect(out).not.toContain(server.settings.token)
  expect(await pressroom(['connect', 'https://a.example', '--oauth'], { env })).toMatchObject({ code: 2 })
})

test('where the hub runs, the browser comes back to it and the command goes on', async () => {
  const { server, env } = await open()
  const secret = { ...app, PRESSROOM_WEBFLOW_CLIENT_SECRET: server.settings.clientSecret }
  const port = await findFreePort()
  await startHub({ ...env, ...secret, PRESSROOM_PORT: String(port), PRESSROOM_URL: `http://127.0.0.1:${port}` })
  const running = start(approving, env)
  const back = await returnOf(running, server.issueCode())
  const shown = await fetch(back)
  expect(shown.url).toBe(`http://127.0.0.1:${port}/connect/done`)
  const { code, out } = await running.ended
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ connection: { name: 'Tea', method: 'oauth', verdict: 'connected' } })
})

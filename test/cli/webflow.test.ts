import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createDatabase } from '../store/database.ts'
import { posts } from '../webflow/schema.ts'
import { startWebflow } from '../webflow/server.ts'
import { pressroom } from './pressroom.ts'

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

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startWebflow } from '../webflow/server.ts'
import { pressroom } from './pressroom.ts'

test('a Webflow site is connected by a token from standard input, checked, and its address stays guarded', async () => {
  const server = await startWebflow()
  const data = mkdtempSync(join(tmpdir(), 'pressroom-cli-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  const guarded = { PRESSROOM_DATA: data, PRESSROOM_WEBFLOW_API: server.base.href }
  const env = { ...guarded, PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' }
  const input = `${server.settings.token}\n`
  const args = ['connect', '--kind', 'webflow', '--password-stdin', '--json']
  expect(await pressroom(args, { env })).toMatchObject({ code: 2 })
  const refused = await pressroom(args, { env: guarded, input })
  expect(JSON.parse(refused.out)).toMatchObject({ connection: null, diagnosis: { code: 'address_refused' } })
  const { code, out, err } = await pressroom(args, { env, input })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toMatchObject({ connection: { name: 'Tea house', kind: 'webflow', verdict: 'connected' } })
  expect(out).not.toContain(server.settings.token)
  expect((await pressroom(['check', 'Tea house'], { env })).out).toContain('Tea house')
})

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { createAuthority } from '../../test/http/certificates.ts'
import { serve, serveTls } from '../../test/http/servers.ts'

const script = join(import.meta.dirname, '../../test/http/ask.ts')

/** What a process of its own, in this environment, gets from an address. It has to end by itself: nothing may be left open. */
async function ask(url: URL, env: Readonly<Record<string, string>>, ...ca: string[]): Promise<unknown> {
  const options = { env: { PATH: process.env.PATH ?? '', NODE_NO_WARNINGS: '1', ...env }, timeout: 20_000 }
  const { stdout } = await promisify(execFile)(process.execPath, [script, url.href, ...ca], options)
  return JSON.parse(stdout)
}

test('NODE_TLS_REJECT_UNAUTHORIZED=0 has no power', async () => {
  const authority = await createAuthority()
  onTestFinished(authority.remove)
  const server = await serveTls(await authority.issue('IP:127.0.0.1'), (_request, response) => response.end('secure'))
  expect(await ask(server.url(), { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual({ text: null, code: 'tls_untrusted' })
  expect(server.requests).toEqual([])
})

test('an authority in NODE_EXTRA_CA_CERTS is trusted, also beside one that is given', async () => {
  const authority = await createAuthority()
  onTestFinished(authority.remove)
  const server = await serveTls(await authority.issue('IP:127.0.0.1'), (_request, response) => response.end('secure'))
  const given = await createAuthority()
  onTestFinished(given.remove)
  const env = { NODE_EXTRA_CA_CERTS: authority.file }
  expect(await ask(server.url(), env)).toEqual({ text: 'secure', code: null })
  expect(await ask(server.url(), env, given.file)).toEqual({ text: 'secure', code: null })
  expect(await ask(server.url(), {}, given.file)).toEqual({ text: null, code: 'tls_untrusted' })
})

test('proxies of the environment are not used', async () => {
  const proxy = await serve((_request, response) => response.end('by the proxy'))
  const server = await serve((_request, response) => response.end('directly'))
  const address = proxy.url().href
  const env = {
    HTTP_PROXY: address,
    http_proxy: address,
    ALL_PROXY: address,
    all_proxy: address,
    NODE_USE_ENV_PROXY: '1',
  }
  expect(await ask(server.url(), env)).toEqual({ text: 'directly', code: null })
  expect(proxy.connections()).toBe(0)
})

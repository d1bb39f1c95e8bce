import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(async () => await hub?.close())

const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

async function get(path: string, headers: Record<string, string> = {}) {
  return await call(hub.url + path, { headers })
}

async function scriptPath(): Promise<string> {
  const { text } = await get('/help', asBrowser)
  return /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? ''
}

test('a browser gets the web interface at every address that nothing else answers, and a program a problem', async () => {
  for (const path of ['/help', '/projects/x/connections/y', '/no/such/page', '/wp-login.php']) {
    const page = await get(path, asBrowser)
    expect([path, page.status, page.headers['cache-control']]).toEqual([path, 200, 'no-store'])
    expect(page.text).toContain('<div id="root">')
    const answer = await get(path)
    expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 404, 'application/problem+json'])
  }
  for (const path of ['/api/v1/nothing', '/api/nothing', '/api/rpc/nothing', '/assets/nothing-abc123.js']) {
    const answer = await get(path, asBrowser)
    expect([path, answer.status, answer.text.includes('<')]).toEqual([path, 404, false])
  }
  const write = await call(`${hub.url}/no/such/page`, { method: 'POST', headers: asBrowser })
  expect(write.status).toBe(404)
})

test('its scripts are kept for ever and sent as small as the browser reads them', async () => {
  const path = await scriptPath()
  const plain = await get(path)
  expect(plain.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  })
  expect(plain.headers['content-encoding']).toBeUndefined()
  for (const [accepted, encoding, unpack] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ] as const) {
    const answer = await fetchRaw(path, accepted)
    expect(answer.encoding).toBe(encoding)
    expect(unpack(answer.body).toString()).toBe(plain.text)
    expect(answer.body.length).toBeLessThan(plain.text.length / 2)
  }
  for (const outside of ['/assets/..%2f..%2fpackage.json', '/assets/index.html', '/assets/%2e%2e/index.html']) {
    expect((await get(outside)).status).toBe(404)
  }
})

test('its policy lets no script in but its own, by a nonce that no other page has', async () => {
  const nonces = new Set<string>()
  for (let i = 0; i < 3; i++) {
    const { text, headers } = await get('/help', asBrowser)
    const policy = String(headers['content-security-policy'])
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    nonces.add(nonce)
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|script-src[^;]*(?:data:|\*)/)
    const scripts = text.match(/<script[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(1)
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
    expect(text).not.toContain('__NONCE__')
  }
  expect(nonces.size).toBe(3)
})

async function fetchRaw(path: string, accepted: string): Promise<{ encoding: string | null; body: Buffer }> {
  return await new Promise((resolve, reject) => {
    request(hub.url + path, { headers: { 'accept-encoding': accepted }, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'] ?? null, body: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end()
  })
}

import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { countUsers } from '../../src/accounts/users.ts'
import { Browser } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addUser } from './people.ts'

/** An OpenID provider that logs in whoever the test says, without asking. */
interface Provider {
  readonly issuer: string
  person: { readonly sub: string; readonly email: string; readonly email_verified: boolean }
  /** Signs with a key that it did not publish. */
  forging: boolean
  up: boolean
}

async function useProvider(): Promise<Provider> {
  const [own, forged] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const nonces = new Map<string, string>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer)
    const answer = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (!provider.up) response.writeHead(503).end()
    else if (url.pathname === '/.well-known/openid-configuration') {
      answer({
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    } else if (url.pathname === '/jwks') {
      answer({ keys: [{ ...own?.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] })
    } else if (url.pathname === '/authorize') {
      const code = randomUUID()
      nonces.set(code, url.searchParams.get('nonce') ?? '')
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      response.writeHead(302, { location: back.href }).end()
    } else {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const nonce = nonces.get(new URLSearchParams(body).get('code') ?? '')
        const now = Math.floor(Date.now() / 1000)
        const claims = {
          iss: provider.issuer,
          aud: 'hub',
          iat: now,
          exp: now + 60,
          nonce,
          name: 'Ada',
          ...provider.person,
        }
        const parts = [{ alg: 'RS256', kid: 'k' }, claims].map((part) =>
          Buffer.from(JSON.stringify(part)).toString('base64url'),
        )
        const signature = createSign('RSA-SHA256')
          .update(parts.join('.'))
          .sign((provider.forging ? forged : own)?.privateKey ?? '', 'base64url')
        answer({
          access_token: 'planted-access',
          token_type: 'Bearer',
          expires_in: 60,
          id_token: [...parts, signature].join('.'),
        })
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const provider: Provider = {
    issuer: `http://127.0.0.1:${port}`,
    person: { sub: 'subject-1', email: 'nobody@example.com', email_verified: true },
    forging: false,
    up: true,
  }
  return provider
}

let hub: TestHub | null = null
async function useHub({ issuer }: Provider): Promise<TestHub> {
  hub = await openTestHub({
    PRESSROOM_OIDC_ISSUER: issuer,
    PRESSROOM_OIDC_CLIENT_ID: 'hub',
    PRESSROOM_OIDC_CLIENT_SECRET: 'planted-client-secret',
  })
  return hub
}
afterEach(async () => await hub?.close())

/** Follows the redirects of a login, as a browser does; where it ends. */
async function loginAtProvider(browser: Browser): Promise<string> {
  let path = '/login/oidc'
  for (let hops = 0; hops < 6; hops++) {
    const answer = await browser.call(path)
    const location = answer.headers.location
    if (location === undefined) return `${path} ${answer.status}`
    path = new URL(location, new URL(path, browser.url)).href.replace(browser.url, '')
  }
  return 'too many redirects'
}

test('who is here already logs in at the provider; nobody else does, and no account is made', async () => {
  const provider = await useProvider()
  const { url, hub: opened, logged } = await useHub(provider)
  const user = await addUser({ hub: opened } as TestHub)
  const browser = new Browser(url)
  expect(await loginAtProvider(browser)).toMatch(/^\/login\?error=\S+ 200$/)
  expect((await browser.call('/api/v1/me')).status).toBe(401)

  provider.person = { sub: 'subject-2', email: user.email, email_verified: true }
  expect(await loginAtProvider(browser)).toBe('/ 200')
  expect((await browser.call('/api/v1/me')).json).toMatchObject({ email: user.email })
  expect(await countUsers(opened.store.db)).toBe(1)

  const { rows } = await opened.store.pool.query('select * from logins')
  expect(JSON.stringify(rows)).not.toMatch(/planted-access/)
  expect(logged.join('')).not.toMatch(/planted-client-secret|planted-access/)
})

test('a provider that does not vouch for the e-mail, or whose signature is wrong, logs nobody in', async () => {
  const provider = await useProvider()
  const { url, hub: opened } = await useHub(provider)
  const user = await addUser({ hub: opened } as TestHub)
  const browser = new Browser(url)
  provider.person = { sub: 'subject-3', email: user.email, email_verified: false }
  expect(await loginAtProvider(browser)).toMatch(/error=/)
  provider.person = { sub: 'subject-3', email: user.email, email_verified: true }
  provider.forging = true
  expect(await loginAtProvider(browser)).toMatch(/error=/)
  expect((await browser.call('/api/v1/me')).status).toBe(401)
})

test('a provider that was down when the hub began is used once it is up', async () => {
  const provider = await useProvider()
  const { url, hub: opened } = await useHub(provider)
  const user = await addUser({ hub: opened } as TestHub)
  provider.person = { sub: 'subject-4', email: user.email, email_verified: true }
  provider.up = false
  const browser = new Browser(url)
  expect(await loginAtProvider(browser)).not.toBe('/ 200')
  provider.up = true
  expect(await loginAtProvider(browser)).toBe('/ 200')
})

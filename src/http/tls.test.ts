import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Authority, createAuthority } from '../../test/http/certificates.ts'
import { client, serve, serveRaw, serveTls, until } from '../../test/http/servers.ts'
import { createAudience } from './audience.ts'
import { createHttp } from './client.ts'

let authority: Authority
let stranger: Authority

beforeAll(async () => {
  authority = await createAuthority()
  stranger = await createAuthority()
})

afterAll(async () => {
  await authority.remove()
  await stranger.remove()
})

test('an own authority is trusted where it is given, beside the usual ones, and nowhere else', async () => {
  const server = await serveTls(await authority.issue('IP:127.0.0.1'), (_request, response) => response.end('secure'))
  const trusting = await client({ ca: [authority.cert] })
    .session()
    .exchange({ url: server.url(), purpose: 'test' })
  expect(trusting.response?.text).toBe('secure')
  const bundle = await client({ ca: [`${stranger.cert}\n${authority.cert}`] })
    .session()
    .exchange({ url: server.url(), purpose: 'test' })
  expect(bundle.response?.text).toBe('secure')
  for (const ca of [[], [stranger.cert]]) {
    const { failure } = await client({ ca }).session().exchange({ url: server.url(), purpose: 'test' })
    expect(failure).toMatchObject({ code: 'tls_untrusted', sent: false })
    expect(failure?.message).toContain('its authority is unknown')
  }
  expect(server.requests).toHaveLength(2)
})

test('TLS connections are used again', async () => {
  const server = await serveTls(await authority.issue('DNS:a.test'), (_request, response) => response.end('secure'))
  const session = client({ ca: [authority.cert] }).session()
  for (let i = 0; i < 5; i++) await session.exchange({ url: server.url('/', 'a.test'), purpose: 'test' })
  expect(server.connections()).toBe(1)
})

test('a self-signed certificate is refused, and no credential is sent', async () => {
  const server = await serveTls(authority.own, (_request, response) => response.end())
  const { failure } = await client()
    .session({ audience: createAudience(server.url()) })
    .exchange({ url: server.url(), purpose: 'test', authorization: 'Basic abc' })
  expect(failure).toMatchObject({
    code: 'tls_untrusted',
    systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    message: 'the certificate is self-signed',
    sent: false,
  })
  expect(server.requests).toEqual([])
})

test.each([
  ['expired', 'CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['future', 'CERT_NOT_YET_VALID', 'the certificate is not valid yet'],
] as const)('a certificate that is %s is refused', async (when, systemCode, message) => {
  const server = await serveTls(await authority.issue('IP:127.0.0.1', when), (_request, response) => response.end())
  const { failure } = await client({ ca: [authority.cert] })
    .session()
    .exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'tls_untrusted', systemCode, message, sent: false })
})

test('a certificate for other names is refused, with the names', async () => {
  const names = 'DNS:other.test,DNS:*.wild.test,IP:10.0.0.1'
  const server = await serveTls(await authority.issue(names), (_request, response) => response.end())
  for (const host of ['127.0.0.1', 'a.test', 'a.b.wild.test', 'wild.test']) {
    const { failure } = await client({ ca: [authority.cert] })
      .session()
      .exchange({ url: server.url('/', host), purpose: 'test' })
    expect(failure).toMatchObject({
      code: 'tls_name',
      systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
      detail: expect.arrayContaining(['other.test', '*.wild.test', '10.0.0.1']),
      sent: false,
    })
    expect(failure?.message).toMatch(/^the certificate is for other\.test, \*\.wild\.test/)
  }
  expect(server.requests).toEqual([])
})

test('http spoken on a TLS port, and TLS on an http port, are failures that say so', async () => {
  const secure = await serveTls(await authority.issue('IP:127.0.0.1'), (_request, response) => response.end())
  const plain = await serve((_request, response) => response.end('plain'))
  const session = client({ ca: [authority.cert] }).session()
  const tlsOnPlain = await session.exchange({ url: new URL(`https://127.0.0.1:${plain.port}/`), purpose: 'test' })
  expect(tlsOnPlain.failure).toMatchObject({ code: 'tls_protocol', message: 'the TLS handshake failed', sent: false })
  const plainOnTls = await session.exchange({ url: new URL(`http://127.0.0.1:${secure.port}/`), purpose: 'test' })
  expect(plainOnTls.failure).toMatchObject({
    code: expect.stringMatching(/^(?:connection_lost|bad_answer)$/),
    sent: true,
  })
})

test('a connection cut during the handshake is lost, and nothing was sent', async () => {
  const server = await serveRaw(
    () => undefined,
    (socket) => socket.once('data', () => socket.destroy()),
  )
  const { failure } = await client()
    .session()
    .exchange({ method: 'POST', url: new URL(`https://127.0.0.1:${server.port}/`), purpose: 'test', body: 'x' })
  expect(failure).toMatchObject({ code: 'connection_lost', sent: false })
})

test('only TLS 1.2 and later are spoken', async () => {
  const options = { ...(await authority.issue('IP:127.0.0.1')), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const
  const server = await serveTls({ ...options, ciphers: 'DEFAULT@SECLEVEL=0' }, (_request, response) => response.end())
  const { failure } = await client({ ca: [authority.cert] })
    .session()
    .exchange({ url: server.url(), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'tls_protocol', sent: false })
})

test.each(['', 'not a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
  'an authority that is %j is a clear error at once',
  (pem) => {
    expect(() => createHttp({ ca: [pem] })).toThrow(expect.objectContaining({ code: 'bad_setting' }))
  },
)

test('the credential follows the upgrade from http to https of the typed host, and not a downgrade', async () => {
  const secure = await serveTls(await authority.issue('IP:127.0.0.1'), (request, response) => {
    if (request.url === '/down') response.writeHead(302, { location: plain.url('/stolen').href }).end()
    else response.end(request.headers.authorization)
  })
  const plain = await serve((_request, response) => response.writeHead(301, { location: secure.url('/up').href }).end())
  const http = client({ ca: [authority.cert] })
  // The two ports stand for 80 and 443, so the second is allowed by name here; audience.test.ts has the default ports.
  const up = http.session({ audience: createAudience(plain.url(), [`127.0.0.1:${secure.port}`]) })
  const upgraded = await up.exchange({ url: plain.url(), purpose: 'test', authorization: 'Basic abc' })
  expect(upgraded.response?.text).toBe('Basic abc')
  const down = http.session({ audience: createAudience(secure.url(), [`127.0.0.1:${plain.port}`]) })
  const downgraded = await down.exchange({ url: secure.url('/down'), purpose: 'test', authorization: 'Basic abc' })
  expect(downgraded.failure?.code).toBe('credential_withheld')
  expect(plain.requests.map(({ url }) => url)).toEqual(['/'])
  await until(() => secure.requests.length === 2)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { client, serve, serveRaw } from '../../test/http/servers.ts'
import { createAudience } from '../http/audience.ts'
import { createRedactor } from './redact.ts'

const password = 'p/4+s"w&o<r>d\'s é\\9%'

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)
}

function escapeHtmlByName(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
  return text.replace(/[&<>"']/g, (found) => `&${names[found]};`)
}

/** As PHP's json_encode does: slashes escaped, nothing but ASCII. */
function encodeAsPhp(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('/', '\\/')
    .replace(/[^ -~]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in JSON': (secret) => JSON.stringify({ password: secret, next: 'kept' }),
  'in JSON inside JSON': (secret) => JSON.stringify(JSON.stringify([secret])),
  'in the JSON of PHP': (secret) => `{"x":"${encodeAsPhp(secret)}"}`,
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'percent-encoded in lower case': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (found) => found.toLowerCase()),
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'in a form': (secret) => new URLSearchParams({ a: 'kept', x: secret }).toString(),
  'in an address': (secret) => new URL(`https://a.test/?x=${encodeURIComponent(secret)}`).href,
  'escaped for HTML': escapeHtml,
  'escaped for HTML by name': escapeHtmlByName,
  'escaped for HTML twice': (secret) => escapeHtmlByName(escapeHtmlByName(secret)),
  'in base64': base64,
  'in base64 after a name': (secret) => base64(`a:${secret}`),
  'in base64 after a longer name': (secret) => base64(`ab:${secret}`),
  'in base64 after a still longer name': (secret) => base64(`abc:${secret}`),
  'in base64 between other things': (secret) => base64(`<value>${secret}</value>`),
  'in base64 for addresses': (secret) => Buffer.from(`ab:${secret}`).toString('base64url'),
  'in base64, percent-encoded': (secret) => encodeURIComponent(base64(`ab:${secret}`)),
}

/** No five characters in a row of the secret, in base64 nor anywhere, may remain. */
function expectGone(redacted: string, secret: string, what: string): void {
  const readings = [redacted, ...[0, 1, 2, 3].map((skip) => Buffer.from(redacted.slice(skip), 'base64').toString())]
  for (const piece of [secret.slice(0, 5), secret.slice(-5), secret.slice(3, 8)]) {
    for (const reading of readings) expect(reading, what).not.toContain(piece)
  }
  expect(redacted, what).toContain('[redacted]')
}

test.each(Object.keys(spellings))('a secret is masked %s', (name) => {
  const spelled = spellings[name]?.(password) ?? ''
  const text = createRedactor([password]).text(`before ${spelled} after`)
  expectGone(text, password, name)
  expect(text).toMatch(/^before .* after$/)
})

test('any secret is masked in any spelling', () => {
  const secrets = fc.string({ unit: 'binary', minLength: 9, maxLength: 40 }).filter((text) => text.trim() === text)
  fc.assert(
    fc.property(secrets, fc.constantFrom(...Object.keys(spellings)), (secret, name) => {
      // A lone surrogate has no bytes, and white space may be lost on the way.
      fc.pre(secret.isWellFormed() && !/\s|\[redacted\]|\0/.test(secret) && Buffer.from(secret).length >= 9)
      const spelled = spellings[name]?.(secret) ?? ''
      const out = createRedactor([secret]).text(`before ${spelled} after`)
      expect(out).not.toContain(spelled)
      expect(out).toContain('[redacted]')
    }),
    { numRuns: 1000 },
  )
})

const application = 'abcd EFGH 1234 ijkl MNOP 5678'

test.each([
  application,
  application.replaceAll(' ', ''),
  application.replaceAll(' ', '+'),
  application.replaceAll(' ', '%20'),
  application.replaceAll(' ', '\u00a0'),
  base64(`admin:${application}`),
  base64(`editor:${application.replaceAll(' ', '')}`),
])('an application password is masked with and without its spaces: %s', (spelled) => {
  for (const known of [application, ` ${application} `])
    expectGone(createRedactor([known]).text(`x ${spelled} y`), application.replaceAll(' ', ''), spelled)
})

test.each([
  ['Authorization: Basic YWRtaW46c2VjcmV0MTIz', 'YWRtaW46'],
  ['authorization: bearer abc123.def456', 'abc123'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end', 'eyJzdWIi'],
  ['Set-Cookie: jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'eyJzdWIi'],
  ['see https://user:planted@example.com/a', 'planted'],
  ['see https://planted@example.com/a', 'planted'],
  ['see https://user:plan@ted@example.com/a', 'ted@'],
  ['postgres://hub:planted@db/hub', 'planted'],
  ['GET /a?x=1&password=planted&y=2', 'planted'],
  ['GET /a?x=1&_wpnonce=planted', 'planted'],
  ['username=a&password=planted', 'planted'],
  ['/#access_token=planted&x=1', 'planted'],
  ['{"username":"a","password":"planted \\" planted"}', 'planted'],
  ['{"refresh_token" : "planted"}', 'planted'],
  ['{"data":{"jwt":"planted"}}', 'planted'],
])('what has the shape of a secret is masked though nobody named it: %s', (text, planted) => {
  const out = createRedactor().text(text)
  expect(out).not.toContain(planted)
  expect(out).toContain('[redacted]')
})

test.each([
  'The site asks for Basic authentication.',
  'WWW-Authenticate: Basic realm="Staging"',
  'WWW-Authenticate: Bearer error="invalid_token", error_description="expired"',
  '{"code":"rest_forbidden","message":"Sorry, you are not allowed to do that.","data":{"status":401}}',
  'the password is wrong, the token has expired',
  'https://example.com/wp-json/wp/v2/posts?per_page=100&orderby=id&author=1',
  'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1',
  'RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]',
  'me@example.com wrote to https://example.com/@name and a:b',
])('what is no secret stays: %s', (text) => {
  expect(createRedactor(['planted']).text(text)).toBe(text)
})

test.each([
  ['https://user:planted@example.com/', 'https://example.com/'],
  ['https://example.com/?password=planted&x=1', 'https://example.com/?password=[redacted]&x=1'],
  [
    'https://example.com/?code=planted&key=planted&sid=planted',
    'https://example.com/?code=[redacted]&key=[redacted]&sid=[redacted]',
  ],
  ['https://example.com/?_wpnonce=planted', 'https://example.com/?_wpnonce=[redacted]'],
  ['https://example.com/?consumer_secret=planted', 'https://example.com/?consumer_secret=[redacted]'],
  [
    'https://example.com/?accessToken=planted&apikey=planted',
    'https://example.com/?accessToken=[redacted]&apikey=[redacted]',
  ],
  ['https://example.com/?%70assword=planted', 'https://example.com/?password=[redacted]'],
  ['https://example.com/?token=planted&token=planted', 'https://example.com/?token=[redacted]&token=[redacted]'],
  ['https://example.com/#token=planted', 'https://example.com/#token=[redacted]'],
  ['/wp-login.php?token=planted', '/wp-login.php?token=[redacted]'],
  [
    'https://example.com/?rest_route=/wp/v2/users/me&context=edit',
    'https://example.com/?rest_route=/wp/v2/users/me&context=edit',
  ],
])('of the address %s, %s is shown', (url, shown) => {
  expect(createRedactor().url(url)).toBe(shown)
})

test('an address inside an address is looked into', () => {
  const inner = 'https://hub.example/back?state=kept&password=planted'
  const middle = `https://site.example/login?redirect_to=${encodeURIComponent(inner)}`
  const out = createRedactor().url(`https://site.example/?success_url=${encodeURIComponent(middle)}`)
  expect(out).not.toContain('planted')
  expect(out).toContain('kept')
})

test('headers that carry credentials are masked by their name, the others are read', () => {
  const headers = createRedactor(['planted-secret']).headers({
    Authorization: 'Basic x',
    'proxy-authorization': 'x',
    Cookie: 'a=b',
    'set-cookie': ['a=1', 'b=2'],
    'X-WP-Nonce': 'x',
    'x-api-key': 'x',
    'X-Auth-Token': 'x',
    'x-echo': 'you sent planted-secret',
    'www-authenticate': 'Basic realm="x"',
    'x-wp-total': '12',
    gone: undefined,
  })
  expect(headers).toEqual({
    Authorization: '[redacted]',
    'proxy-authorization': '[redacted]',
    Cookie: '[redacted]',
    'set-cookie': '[redacted]',
    'X-WP-Nonce': '[redacted]',
    'x-api-key': '[redacted]',
    'X-Auth-Token': '[redacted]',
    'x-echo': 'you sent [redacted]',
    'www-authenticate': 'Basic realm="x"',
    'x-wp-total': '12',
  })
})

test('the longer of two secrets is masked whole, and one that is too short is ignored', () => {
  const redactor = createRedactor(['hunter2', 'hunter2-and-more', 'abc', '', '   '])
  expect(redactor.text('hunter2-and-more, hunter2, abc')).toBe('[redacted], [redacted], abc')
  expect(redactor.holdsSecret('x hunter2 y')).toBe(true)
  expect(redactor.holdsSecret('abc')).toBe(false)
  expect(createRedactor().holdsSecret('password=planted')).toBe(false)
})

test('a secret added later is masked from then on', () => {
  const redactor = createRedactor(['first-secret'])
  expect(redactor.text('first-secret second-secret')).toBe('[redacted] second-secret')
  redactor.add('second-secret')
  expect(redactor.text('first-secret second-secret')).toBe('[redacted] [redacted]')
})

const megabyte = 2 ** 20
const pieces = [
  '?',
  '&',
  '=',
  '?a',
  '&password',
  'password=',
  '-eyJ',
  'eyJ.',
  'eyJaaaaaaaa.',
  'Basic ',
  'Basic a',
  'Bearer\t',
  '://',
  'http://a:',
  '://@',
  'a',
  'A-',
  '_',
  '"',
  '"password"',
  '"password":"',
  '"password":"\\',
  '\\',
  '%25',
  '%',
  '&amp;',
  '&',
  'p/',
  'p/4+s',
  'abcd ',
  'cC80',
  ' ',
  '\n',
  '+',
  'token',
  'x-',
  'token=a&',
  'https://a/?u=',
  '\\u00',
  '/',
]

test.each(pieces.map((piece) => [piece]))('1 MB of %j is redacted in no time', (piece) => {
  const redactor = createRedactor([password, application, 'a'.repeat(500), 'eyJhbGciOi.JIUzI1NiJ9.abc'])
  const hostile = piece.repeat(megabyte / piece.length)
  const started = performance.now()
  redactor.text(hostile)
  redactor.url(`https://example.com/?${hostile}`)
  redactor.headers({ location: hostile })
  redactor.holdsSecret(hostile)
  // Some 0.1 s; anything quadratic takes minutes.
  expect(performance.now() - started).toBeLessThan(20_000)
})

test('no credential is found in what the client recorded or answered, whatever the site echoes', async () => {
  const secret = 'Planted 4321 secr Et/x'
  const authorization = `Basic ${base64(`admin:${secret}`)}`
  const echo = await serve((request, response) => {
    const query = new URLSearchParams({ password: secret, auth: request.headers.authorization ?? '' })
    if (request.url === '/') response.writeHead(302, { location: `/next?${query}` }).end()
    else if (request.url?.startsWith('/next'))
      response.writeHead(302, { location: `ftp://u:${encodeURIComponent(secret)}@h/` }).end()
    else response.writeHead(200, { 'content-type': request.headers.authorization }).end('x')
  })
  const broken = await serveRaw((socket, head) => socket.end(`HTTP/1.1 ${head}\r\n\r\n`))
  const session = client().session({ audience: createAudience(echo.url()) })
  const elsewhere = session.withAudience(createAudience(broken.url()))
  session.redactor.add(secret)
  const failures = []
  for (const path of ['/', '/type', `/type?x=${encodeURIComponent(secret)}`]) {
    failures.push((await session.exchange({ url: echo.url(path), purpose: 'test', authorization })).failure)
    failures.push((await elsewhere.exchange({ url: broken.url(path), purpose: 'test', authorization })).failure)
  }
  const recorded = JSON.stringify([session.attempts, failures])
  expect(session.attempts.length).toBe(7)
  expect(recorded).not.toContain('lanted')
  expect(recorded).not.toContain(base64(`admin:${secret}`).slice(8, 20))
  expect(recorded).toContain('[redacted]')
})

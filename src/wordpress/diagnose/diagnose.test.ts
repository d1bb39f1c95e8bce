import { beforeAll, expect, test } from 'vitest'
import { closedToStrangers, jwtLogin, right, token, wrong } from '../../../test/fake-sites/classes.ts'
import { type FakeAnswer, type FakeRequest, serve } from '../../../test/fake-sites/server.ts'
import {
  type Behaviour,
  fakeWordPress,
  html,
  json,
  refusal,
  routeOf,
  user,
} from '../../../test/fake-sites/wordpress.ts'
import { type Authority, createAuthority } from '../../../test/http/certificates.ts'
import { client, resolver } from '../../../test/http/servers.ts'
import { createAddressGuard } from '../../http/address-guard.ts'
import { type DiagnoseOptions, type DiagnosisResult, diagnose } from './diagnose.ts'

let authority: Authority

beforeAll(async () => {
  authority = await createAuthority()
  return () => authority.remove()
})

async function diagnoseSite(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
  options: DiagnoseOptions = {},
): Promise<DiagnosisResult & { readonly asked: string[] }> {
  const site = await serve(answer)
  const result = await diagnose(client(), site.origin, options)
  return { ...result, asked: site.requests.map(({ method, path }) => `${method} ${path}`) }
}

const meRoute = (request: FakeRequest): boolean => routeOf(request) === '/wp/v2/users/me'

test('connecting to a healthy site costs three requests', async () => {
  const { diagnosis, asked, credential } = await diagnoseSite(fakeWordPress(), { login: right })
  expect(asked).toEqual(['GET /', 'GET /wp-json/', 'GET /wp-json/wp/v2/users/me'])
  expect(diagnosis).toMatchObject({
    verdict: 'connected',
    code: null,
    confidence: 1,
    user: { id: 2, roles: ['editor'] },
  })
  expect(diagnosis.attempts).toHaveLength(3)
  expect(credential).toEqual(right)
})

test('seeing that a healthy site can be connected costs three requests', async () => {
  const { diagnosis, asked } = await diagnoseSite(fakeWordPress())
  expect(asked).toEqual(['GET /', 'GET /wp-json/', 'GET /wp-admin/authorize-application.php'])
  expect(diagnosis).toMatchObject({ verdict: 'connectable', code: null, user: null })
  expect(diagnosis.authorize).toMatch(/\/wp-admin\/authorize-application\.php$/)
})

test.each(['tmeister', 'usefulteam', 'simple-jwt-login'] as const)(
  'a login by the JWT plugin %s connects',
  async (jwt) => {
    const { diagnosis, credential, asked } = await diagnoseSite(fakeWordPress({ jwt }), { login: jwtLogin })
    expect(diagnosis).toMatchObject({ verdict: 'connected', user: { name: 'Edith Editor' } })
    expect(credential).toMatchObject({ kind: 'jwt', token: user.token, plugin: jwt })
    expect(asked).toHaveLength(4)
  },
)

test('a JWT plugin behind a root that is closed to strangers is asked once for each route', async () => {
  const site = fakeWordPress({
    jwt: 'tmeister',
    behaviours: [
      (request, next) =>
        routeOf(request) === '/' ? refusal('rest_cannot_access', 'DRA: Only authenticated users.', 401) : next(request),
    ],
  })
  const { diagnosis, credential, asked } = await diagnoseSite(site, { login: jwtLogin })
  expect(diagnosis.verdict).toBe('connected')
  expect(credential).toMatchObject({ plugin: 'tmeister' })
  expect(asked.filter((line) => line.startsWith('POST'))).toEqual(['POST /wp-json/jwt-auth/v1/token'])
})

test('a JWT login that no plugin answers is refused, also where the root is closed', async () => {
  const closed = closedToStrangers('rest_cannot_access', 'DRA: Only authenticated users can access the REST API.')
  const { diagnosis } = await diagnoseSite(closed, { login: jwtLogin })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'dra' })
  expect(diagnosis.fix).toContain('application password')
})

test('a JWT login that gets a web page is refused as what it is', async () => {
  const soft: Behaviour = (request, next) => (request.method === 'POST' ? html('<h1>Welcome</h1>') : next(request))
  const { diagnosis } = await diagnoseSite(fakeWordPress({ jwt: 'tmeister', behaviours: [soft] }), { login: jwtLogin })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'unexpected_answer' })
  expect(diagnosis.cause).toContain('Welcome')
})

test('a password that the site just made cannot be wrong, so the header was lost', async () => {
  const { diagnosis } = await diagnoseSite(fakeWordPress({ stripped: true, xmlRpc: false }), {
    login: right,
    fresh: true,
  })
  expect(diagnosis).toMatchObject({ code: 'auth_header_stripped', confidence: 0.95 })
  expect(diagnosis.letter).toContain('Authorization')
})

test('where no oracle answers, both explanations are told, the likelier first', async () => {
  const { diagnosis } = await diagnoseSite(fakeWordPress({ stripped: true, xmlRpc: false }), { login: right })
  expect(diagnosis.code).toBe('wrong_credentials')
  expect(diagnosis.confidence).toBeLessThan(0.8)
  expect(diagnosis.alternatives.map(({ code }) => code)).toContain('auth_header_stripped')
})

test('the validate route of a JWT plugin tells a lost header from a wrong password', async () => {
  const options = { jwt: 'tmeister', xmlRpc: false } as const
  const lost = await diagnoseSite(fakeWordPress({ ...options, stripped: true }), { login: right })
  expect(lost.diagnosis).toMatchObject({ code: 'auth_header_stripped', confidence: 0.97 })
  const mistyped = await diagnoseSite(fakeWordPress(options), { login: wrong })
  expect(mistyped.diagnosis).toMatchObject({ code: 'wrong_credentials', confidence: 0.95 })
})

test('a token that was just made and is not seen was lost on the way', async () => {
  const { diagnosis } = await diagnoseSite(fakeWordPress({ jwt: 'simple-jwt-login', stripped: true }), {
    login: jwtLogin,
  })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'auth_header_stripped' })
})

test('a stored token that is taken for a stranger is revoked, or too old', async () => {
  const sees = fakeWordPress({ jwt: 'simple-jwt-login', stripped: true })
  const stored = { ...token, plugin: 'simple-jwt-login' } as const
  expect((await diagnoseSite(sees, { login: stored, workedBefore: true })).diagnosis.code).toBe('revoked')
  expect((await diagnoseSite(sees, { login: stored })).diagnosis).toMatchObject({ verdict: 'refused' })
})

test("the site's own code passes through", async () => {
  const own: Behaviour = (request, next) =>
    meRoute(request) ? refusal('my_plugin_denied', 'Only on <b>weekdays</b>.', 403) : next(request)
  const { diagnosis } = await diagnoseSite(fakeWordPress({ behaviours: [own] }), { login: right })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'my_plugin_denied' })
  expect(diagnosis.cause).toContain('"Only on weekdays."')
})

test('a page of a healthy site may talk about firewalls', async () => {
  const markup = `</head><body><h1>Access denied by Imunify360 bot-protection</h1><p>error code: 1010, generated by Mod_Security,
    One moment, please… Error establishing a database connection, slowAES.decrypt __test= There has been a critical error on this website</p>`
  const { diagnosis } = await diagnoseSite(fakeWordPress({ markup }), { login: wrong })
  expect(diagnosis.code).toBe('wrong_credentials')
  const hidden: Behaviour = (request, next) => (routeOf(request) === null ? next(request) : html('gone', 404))
  const other = await diagnoseSite(fakeWordPress({ markup, behaviours: [hidden] }), { login: right })
  expect(other.diagnosis.code).toBe('rest_hidden')
})

test('headers that are on every answer do not make a stranger a user', async () => {
  const everywhere: Behaviour = (request, next) => {
    const answer = next(request)
    return typeof answer === 'string'
      ? answer
      : { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store, private' } }
  }
  const closed: Behaviour = (request, next) =>
    routeOf(request) === null || request.headers.authorization?.includes(btoa(`${right.username}:${right.password}`))
      ? next(request)
      : refusal('rest_cannot_access', 'DRA: Only authenticated users can access the REST API.', 401)
  const site = fakeWordPress({ behaviours: [everywhere, closed] })
  expect((await diagnoseSite(site, { login: wrong })).diagnosis.code).toBe('wrong_credentials')
  expect((await diagnoseSite(site, { login: right })).diagnosis.verdict).toBe('connected')
})

test('a site that hides users from everybody is told by its posts, and never by gibberish', async () => {
  const hidden: Behaviour = (request, next) =>
    (routeOf(request) ?? '').startsWith('/wp/v2/users')
      ? refusal('rest_user_cannot_view', 'Sorry, you are not allowed to list users.', 401)
      : next(request)
  const site = fakeWordPress({ behaviours: [hidden] })
  const { diagnosis } = await diagnoseSite(site, { login: right })
  expect(diagnosis).toMatchObject({ verdict: 'connected', user: { id: null, can: { write: true } } })
  expect((await diagnoseSite(site, { login: wrong })).diagnosis.verdict).toBe('refused')
  // Also where every answer is a 200 with the headers of a logged-in user.
  const generous: Behaviour = (request, next) =>
    routeOf(request) === '/wp/v2/posts'
      ? json([{ id: 1 }], 200, { 'cache-control': 'no-store, private', allow: 'GET, POST' })
      : next(request)
  const open = await diagnoseSite(fakeWordPress({ behaviours: [hidden, generous] }), { login: wrong })
  expect(open.diagnosis.verdict).toBe('refused')
})

test('a cache that gives our user to anybody is no proof of a password', async () => {
  const mine = json(
    {
      id: 2,
      name: 'Edith',
      username: user.username,
      slug: user.username,
      roles: ['editor'],
      capabilities: { edit_posts: true },
    },
    200,
    { age: '12', 'cache-control': 'no-store, private' },
  )
  const cached: Behaviour = (request, next) => (meRoute(request) ? mine : next(request))
  const { diagnosis } = await diagnoseSite(fakeWordPress({ behaviours: [cached] }), { login: wrong })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'answered_for_other_user' })
  expect(diagnosis.cause).toContain('strangers get the same answer')
})

test.each([
  ['a web page with status 200', html('<h1>Welcome</h1>')],
  ['an empty object', json({})],
  ['a list', json([{ id: 1, roles: ['administrator'] }])],
  ['a user without a role', json({ id: 1, name: 'Admin', slug: 'editor' })],
  ['a user of id 0', json({ id: 0, username: user.username, roles: ['administrator'] })],
  ['a user with status 201', json({ id: 2, username: user.username, roles: ['administrator'] }, 201)],
])('%s in answer to "who are we" never connects', async (_name, answer) => {
  const behaviour: Behaviour = (request, next) => (meRoute(request) ? answer : next(request))
  const { diagnosis } = await diagnoseSite(fakeWordPress({ behaviours: [behaviour] }), { login: right })
  expect(diagnosis.verdict).toBe('refused')
})

test('what a site says back of a secret is nowhere in the diagnosis', async () => {
  const echo: Behaviour = (request, next) => {
    if (!meRoute(request)) return next(request)
    const given = request.headers.authorization ?? ''
    const plain = Buffer.from(given.slice(6), 'base64').toString()
    return refusal('denied', `You sent ${given}, that is ${plain}`, 403, { location: `/?password=${plain}` })
  }
  const { diagnosis } = await diagnoseSite(fakeWordPress({ behaviours: [echo] }), { login: right })
  const text = JSON.stringify(diagnosis)
  expect(diagnosis.code).toBe('denied')
  for (const secret of [right.password, right.password.replace(/ /g, ''), btoa(`${right.username}:${right.password}`)])
    expect(text).not.toContain(secret)
})

test('a user name that repeats the password is masked where the site is connected', async () => {
  const echo: Behaviour = (request, next) => {
    const answer = next(request)
    return meRoute(request) && typeof answer !== 'string' && answer.status === 200
      ? { ...answer, body: String(answer.body).replace('Edith Editor', right.password) }
      : answer
  }
  const { diagnosis } = await diagnoseSite(fakeWordPress({ behaviours: [echo] }), { login: right })
  expect(diagnosis.verdict).toBe('connected')
  expect(JSON.stringify(diagnosis)).not.toContain(right.password)
})

test('an approval page that is no web address is not handed out', async () => {
  const evil: Behaviour = (request, next) => {
    const answer = next(request)
    return routeOf(request) === '/' && typeof answer !== 'string'
      ? { ...answer, body: String(answer.body).replace(/http:[^"]*authorize-application\.php/, 'javascript:alert(1)') }
      : answer
  }
  const { diagnosis } = await diagnoseSite(fakeWordPress({ behaviours: [evil] }))
  expect(diagnosis.authorize).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/wp-admin\/authorize-application\.php$/)
})

test('a site of another host gets the credential only after a yes', async () => {
  const other = await serve(fakeWordPress(), { host: 'other.test' })
  const typed = await serve(({ path }) => ({ status: 301, headers: { location: `${other.origin}${path}` } }))
  const host = new URL(other.origin).host
  const { diagnosis } = await diagnose(client(), typed.origin, { login: right })
  const code = 'redirect_strips_auth'
  expect(diagnosis).toMatchObject({ verdict: 'refused', code, authorize: null, withheldFrom: host })
  expect(diagnosis.fix).toContain(`allow ${host}`)
  expect((await diagnose(client(), typed.origin)).diagnosis).toMatchObject({ withheldFrom: host })
  expect(other.requests.some(({ headers }) => headers.authorization !== undefined)).toBe(false)
  const allowed = await diagnose(client(), typed.origin, { login: right, allowRoots: [host] })
  expect(allowed.diagnosis).toMatchObject({ verdict: 'connected', withheldFrom: null })
  expect(allowed.diagnosis.notes.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['root_elsewhere', 'address_changed']),
  )
})

test('a bad certificate is never answered by asking over http', async () => {
  const tls = await authority.issue('DNS:another.test')
  const secure = await serve(fakeWordPress(), { tls, host: 'site.test' })
  const plain = await serve(fakeWordPress())
  const http = client({
    ca: [authority.cert],
    guard: createAddressGuard({ allowPrivate: ['127.0.0.1'], lookup: resolver({ 'site.test': ['127.0.0.1'] }) }),
  })
  const { diagnosis } = await diagnose(http, `site.test:${secure.port}`, { login: right })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'tls_name' })
  expect(diagnosis.attempts.map(({ url }) => url).filter((url) => url.startsWith('http:'))).toEqual([])
  expect(plain.requests).toEqual([])
})

test('a port that does not speak TLS at all is asked over http when no scheme was typed', async () => {
  const site = await serve(fakeWordPress())
  const { diagnosis } = await diagnose(client(), site.origin.replace('http://', ''), { login: right })
  expect(diagnosis.verdict).toBe('connected')
  expect(diagnosis.notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['insecure_http', 'address_changed']))
  const typed = await diagnose(client(), site.origin.replace('http:', 'https:'), { login: right })
  expect(typed.diagnosis.code).toBe('tls_protocol')
})

test('an API that is not of WordPress is none, though it says {code, message} as well', async () => {
  const { diagnosis } = await diagnoseSite(({ path }) =>
    path === '/' ? html('<title>A shop</title>') : json({ code: 'NOT_FOUND', message: 'There is no such thing.' }, 404),
  )
  expect(diagnosis).toMatchObject({ verdict: 'not-wordpress', code: 'not_wordpress' })
})

test.each(['json', 'html', 'http', 'wordpress', 'Authorization'])('%s may be a password', async (password) => {
  const { diagnosis } = await diagnoseSite(fakeWordPress(), { login: { ...right, password } })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'account_password' })
})

test('a site that asked for patience is asked once, and not taken for gone', async () => {
  let down = true
  const site = await serve((request) =>
    down
      ? html('Briefly unavailable for scheduled maintenance.', 503, { 'retry-after': '600' })
      : (fakeWordPress()(request) as FakeAnswer),
  )
  const http = client()
  for (let i = 0; i < 2; i++) {
    const { diagnosis } = await diagnose(http, site.origin, { login: right })
    expect(diagnosis).toMatchObject({ verdict: 'unavailable', code: 'maintenance' })
  }
  expect(site.requests).toHaveLength(2)
  down = false
  expect((await diagnose(http, site.origin, { login: right })).diagnosis.verdict).toBe('connected')
})

test('a site of several folders is found below the parent', async () => {
  const { diagnosis } = await diagnose(client(), `${(await serve(fakeWordPress())).origin}/about/us`, { login: right })
  expect(diagnosis.verdict).toBe('connected')
})

test('notes that cost requests are taken only when asked for', async () => {
  const brief = await diagnoseSite(fakeWordPress(), { login: right })
  const thorough = await diagnoseSite(fakeWordPress(), { login: right, thorough: true })
  expect(thorough.asked.slice(brief.asked.length)).toEqual([
    'GET /wp-json/wp/v2/users',
    'PUT /wp-json/wp/v2/posts/2147483646',
    'DELETE /wp-json/wp/v2/posts/2147483646',
  ])
  expect(thorough.diagnosis.verdict).toBe('connected')
})

test('a site that asked to be left alone is told so, also when nothing is sent any more', async () => {
  const isApi = (request: FakeRequest): boolean => routeOf(request) !== null
  const busy: Behaviour = (request, next) =>
    isApi(request) ? html('<h1>Too Many Requests</h1>', 429, { 'retry-after': '86400' }) : next(request)
  const site = await serve(fakeWordPress({ behaviours: [busy] }))
  const http = client()
  const login = { login: right }
  const [one, other] = await Promise.all([diagnose(http, site.origin, login), diagnose(http, site.origin, login)])
  const later = await diagnose(http, site.origin, login)
  for (const { diagnosis } of [one, other, later])
    expect(diagnosis).toMatchObject({ code: 'rate_limited', fix: expect.stringContaining('15 minutes') })
  expect(site.requests.filter(isApi).length).toBeLessThanOrEqual(3)
})

import type { ApplicationPassword, JsonWebToken } from '../../src/wordpress/credentials.ts'
import type { DiagnoseOptions } from '../../src/wordpress/diagnose/diagnose.ts'
import type { Verdict } from '../../src/wordpress/diagnose/diagnosis.ts'
import type { Login } from '../../src/wordpress/diagnose/evidence.ts'
import { blockAll, blockApi, blockCredentials, pages } from './products.ts'
import type { FakeAnswer, FakeRequest } from './server.ts'
import { type Behaviour, type FakeWordPress, fakeWordPress, html, json, refusal, routeOf, user } from './wordpress.ts'

/** One failure class: a site that shows its documented signature, and what the diagnosis has to be. */
export interface ClassCase {
  readonly code: string
  readonly verdict: Verdict
  /** How the signature is known: seen Live, read in the Source, Told in a public thread, Unverified, or Our own behaviour. */
  readonly source: 'L' | 'S' | 'T' | 'U' | 'O'
  readonly site: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>
  readonly options?: DiagnoseOptions
  /** How long to wait for an answer; the program's own limits where not given. */
  readonly patienceMs?: number
  /** For the classes of network and TLS, whose sites are made by the test itself. */
  readonly network?: 'public name' | 'dns' | 'refused' | 'private' | 'other name' | 'expired' | 'no tls' | 'other host'
}

export const right: ApplicationPassword = {
  kind: 'application-password',
  username: user.username,
  password: user.password,
}
export const wrong: ApplicationPassword = { ...right, password: 'zzzz zzzz zzzz zzzz zzzz zzzz' }
export const account: ApplicationPassword = { ...right, password: user.account }
export const jwtLogin = { kind: 'jwt-login', username: user.username, password: user.account } as const
export const token: JsonWebToken = {
  kind: 'jwt',
  username: user.username,
  token: user.token,
  plugin: 'tmeister',
  expiresAt: null,
  refreshToken: null,
  refreshExpiresAt: null,
  device: null,
}

const wp = (options: FakeWordPress = {}, ...behaviours: Behaviour[]): ClassCase['site'] =>
  fakeWordPress({ ...options, behaviours: [...behaviours, ...(options.behaviours ?? [])] })

/** Answers one path, and leaves the others alone. */
const at =
  (path: RegExp, answer: FakeAnswer | ((request: FakeRequest) => FakeAnswer)): Behaviour =>
  (request, next) =>
    path.test(`${request.method} ${request.path}${request.query.get('rest_route') ?? ''}`)
      ? typeof answer === 'function'
        ? answer(request)
        : answer
      : next(request)

const dra = refusal('rest_cannot_access', 'DRA: Only authenticated users can access the REST API.', 401)
const privately = { 'cache-control': 'no-cache, must-revalidate, max-age=0, no-store, private' }
const closedToRole = (code: string, message: string): Behaviour =>
  blockApi(({ headers }: FakeRequest) => refusal(code, message, 401, headers.authorization ? privately : {}))
const loginByToken = (answer: FakeAnswer): Behaviour => at(/POST .*\/(?:token|auth)$/, answer)
const me = (answer: FakeAnswer): Behaviour => at(/users\/me$/, answer)

const given = (login: Login, more: DiagnoseOptions = {}): { options: DiagnoseOptions } => ({
  options: { login, ...more },
})
const nothing: ClassCase['site'] = () => html('never asked')

export const classes: readonly ClassCase[] = [
  { code: 'dns', verdict: 'unavailable', source: 'S', site: nothing, network: 'dns' },
  { code: 'unreachable', verdict: 'unavailable', source: 'S', site: nothing, network: 'refused' },
  {
    code: 'timeout',
    verdict: 'unavailable',
    source: 'O',
    site: wp({}, blockApi('hang')),
    patienceMs: 300,
  },
  { code: 'connection_lost', verdict: 'unavailable', source: 'S', site: wp({}, blockApi('cut')) },
  {
    code: 'too_many_redirects',
    verdict: 'refused',
    source: 'O',
    site: ({ path, origin }) => ({ status: 302, headers: { location: `${origin}${path === '/a' ? '/b' : '/a'}` } }),
  },
  { code: 'address_refused', verdict: 'refused', source: 'O', site: nothing, network: 'private' },
  { code: 'tls_name', verdict: 'refused', source: 'S', site: wp(), network: 'other name' },
  { code: 'tls_untrusted', verdict: 'refused', source: 'S', site: wp(), network: 'expired' },
  { code: 'tls_protocol', verdict: 'refused', source: 'S', site: wp(), network: 'no tls' },
  { code: 'cloudflare_challenge', verdict: 'refused', source: 'S', site: wp({}, blockAll(pages.cloudflareChallenge)) },
  { code: 'cloudflare_block', verdict: 'refused', source: 'T', site: wp({}, blockAll(pages.cloudflareBlock)) },
  { code: 'sucuri', verdict: 'refused', source: 'T', site: wp({}, blockApi(pages.sucuri)), ...given(right) },
  { code: 'imunify360', verdict: 'refused', source: 'T', site: wp({}, blockAll(pages.imunify360)) },
  {
    code: 'siteground_captcha',
    verdict: 'refused',
    source: 'T',
    site: wp({}, blockAll(pages.sitegroundCaptcha)),
    ...given(right),
  },
  { code: 'testcookie', verdict: 'refused', source: 'S', site: wp({}, blockAll(pages.testcookie)) },
  {
    code: 'modsecurity',
    verdict: 'refused',
    source: 'T',
    site: wp({ jwt: 'tmeister' }, at(/^POST/, pages.modsecurity)),
    ...given(jwtLogin),
  },
  {
    code: 'wordfence_waf',
    verdict: 'refused',
    source: 'S',
    site: wp({}, blockApi(pages.wordfenceWaf)),
    ...given(right),
  },
  { code: 'wordfence_lockout', verdict: 'unavailable', source: 'S', site: wp({}, blockAll(pages.wordfenceLockout)) },
  {
    code: 'wordfence_blank_ua',
    verdict: 'refused',
    source: 'S',
    site: wp({ jwt: 'tmeister' }, at(/^POST/, pages.wordfenceBlankUa)),
    ...given(jwtLogin),
  },
  { code: 'cerber', verdict: 'refused', source: 'S', site: wp({}, blockApi(pages.cerber)), ...given(right) },
  { code: 'rate_limited', verdict: 'unavailable', source: 'S', site: wp({}, blockApi(pages.rateLimited)) },
  {
    code: 'http_basic_gate',
    verdict: 'refused',
    source: 'L',
    site: wp({}, blockAll(pages.basicGate)),
    ...given(right),
  },
  {
    code: 'maintenance',
    verdict: 'unavailable',
    source: 'L',
    site: wp({}, blockAll(pages.maintenance)),
    ...given(right),
  },
  { code: 'db_down', verdict: 'unavailable', source: 'S', site: wp({}, blockAll(pages.dbDown)) },
  { code: 'php_fatal', verdict: 'unavailable', source: 'L', site: wp({}, blockApi(pages.phpFatal)) },
  {
    code: 'hostinger_404',
    verdict: 'refused',
    source: 'T',
    site: wp(
      { markup: '<script src="/wp-content/plugins/hostinger-easy-onboarding/x.js"></script>' },
      blockApi(pages.hostNotFound),
    ),
  },
  { code: 'wpengine_403', verdict: 'refused', source: 'T', site: wp({}, blockApi(pages.wpengine)) },
  {
    code: 'not_wordpress',
    verdict: 'not-wordpress',
    source: 'S',
    site: ({ path }) => (path === '/' ? html('<title>A shop</title>') : html('<title>Not found</title>', 404)),
  },
  {
    code: 'redirect_strips_auth',
    verdict: 'refused',
    source: 'U',
    site: wp(),
    network: 'other host',
    ...given(right),
  },
  { code: 'aios_rest', verdict: 'refused', source: 'L', site: wp({}, blockApi(pages.aios)), ...given(right) },
  {
    code: 'dra',
    verdict: 'refused',
    source: 'L',
    site: wp({}, blockApi(dra), at(/authorize-application/, html('Forbidden', 403))),
  },
  {
    code: 'dra_role',
    verdict: 'refused',
    source: 'S',
    site: wp({}, closedToRole('rest_cannot_access', 'DRA: Only authenticated users can access the REST API.')),
    ...given(right),
  },
  {
    code: 'force_login',
    verdict: 'refused',
    source: 'L',
    site: wp({}, closedToRole('rest_unauthorized', 'Only authenticated users can access the REST API.')),
    ...given(right),
  },
  {
    code: 'solid_rest',
    verdict: 'refused',
    source: 'L',
    site: wp({}, closedToRole('itsec_rest_api_access_restricted', 'You do not have sufficient permission.')),
    ...given(right),
  },
  {
    code: 'perfmatters',
    verdict: 'refused',
    source: 'S',
    site: wp(
      {},
      closedToRole('rest_authentication_error', 'Sorry, you do not have permission to make REST API requests.'),
    ),
    ...given(right),
  },
  {
    code: 'patchstack',
    verdict: 'refused',
    source: 'S',
    site: wp(
      { jwt: 'tmeister' },
      blockApi(refusal('rest_authorization_required', 'Only authenticated users can access the REST API.', 401)),
    ),
    ...given(jwtLogin),
  },
  { code: 'rest_hidden', verdict: 'refused', source: 'S', site: wp({}, blockApi(pages.hostNotFound)), ...given(right) },
  {
    code: 'user_rejected',
    verdict: 'refused',
    source: 'L',
    site: wp(),
    options: { returned: new URL('https://hub.example/back?nonce=x&result=rejected') },
  },
  {
    code: 'callback_insecure',
    verdict: 'refused',
    source: 'L',
    site: wp({}, at(/authorize-application/, html('<p>The URL must be served over a secure connection.</p>', 500))),
  },
  {
    code: 'hidden_login',
    verdict: 'refused',
    source: 'L',
    site: wp({}, blockApi(dra), at(/authorize-application/, { status: 302, headers: { location: '/404/' } })),
  },
  {
    code: 'app_pw_no_https',
    verdict: 'refused',
    source: 'L',
    site: wp({ passwords: 'off' }),
    network: 'public name',
    ...given(right),
  },
  {
    code: 'tls_proxy',
    verdict: 'refused',
    source: 'S',
    site: wp(
      { passwords: 'off', secureUrl: true },
      at(/authorize-application/, ({ origin, path }) => ({ status: 302, headers: { location: `${origin}${path}` } })),
    ),
    ...given(right),
  },
  {
    code: 'wordfence_app_pw',
    verdict: 'refused',
    source: 'L',
    site: wp({ passwords: 'off', secureUrl: true, namespaces: ['wordfence/v1'] }),
    ...given(right),
  },
  {
    code: 'hostinger_app_pw',
    verdict: 'refused',
    source: 'S',
    site: wp({ passwords: 'off', secureUrl: true, namespaces: ['hostinger-tools-plugin/v1'] }),
  },
  {
    code: 'fluentauth_app_pw',
    verdict: 'refused',
    source: 'S',
    site: wp({ passwords: 'off', secureUrl: true, namespaces: ['fluent-auth'] }),
    ...given(right),
  },
  {
    code: 'app_pw_off_unknown',
    verdict: 'refused',
    source: 'S',
    site: wp({ passwords: 'off', secureUrl: true }),
    ...given(right),
  },
  {
    code: 'app_pw_off_for_user',
    verdict: 'refused',
    source: 'S',
    site: wp(
      {},
      me(
        refusal(
          'application_passwords_disabled_for_user',
          'Application passwords are not available for your account.',
          501,
        ),
      ),
    ),
    ...given(right),
  },
  { code: 'account_password', verdict: 'refused', source: 'L', site: wp(), ...given(account) },
  { code: 'wrong_credentials', verdict: 'refused', source: 'L', site: wp(), ...given(wrong) },
  {
    code: 'wrong_credentials_legacy',
    verdict: 'refused',
    source: 'L',
    site: wp({}, me(refusal('incorrect_password', 'The provided password is an invalid application password.', 401))),
    ...given(wrong),
  },
  {
    code: 'label_as_username',
    verdict: 'refused',
    source: 'T',
    site: wp(),
    ...given({ ...right, username: 'Pressroom' }),
  },
  { code: 'auth_header_stripped', verdict: 'refused', source: 'L', site: wp({ stripped: true }), ...given(right) },
  { code: 'revoked', verdict: 'refused', source: 'L', site: wp(), ...given(wrong, { workedBefore: true }) },
  {
    code: 'answered_for_other_user',
    verdict: 'refused',
    source: 'O',
    site: wp(
      {},
      me(
        json({
          id: 1,
          name: 'Admin',
          username: 'admin',
          slug: 'admin',
          roles: ['administrator'],
          capabilities: { edit_posts: true },
        }),
      ),
    ),
    ...given(right),
  },
  { code: 'jwt_missing', verdict: 'refused', source: 'O', site: wp(), ...given(jwtLogin) },
  {
    code: 'jwt_login',
    verdict: 'refused',
    source: 'L',
    site: wp({ jwt: 'tmeister' }),
    ...given({ ...jwtLogin, password: 'not this one' }),
  },
  {
    code: 'jwt_2fa',
    verdict: 'refused',
    source: 'S',
    site: wp(
      { jwt: 'tmeister' },
      loginByToken(refusal('[jwt_auth] invalid_application_credentials', 'A second factor is needed.', 403)),
    ),
    ...given(jwtLogin),
  },
  {
    code: 'jwt_bad_config',
    verdict: 'refused',
    source: 'S',
    site: wp({ jwt: 'tmeister' }, loginByToken(refusal('jwt_auth_bad_config', 'JWT is not configured properly.', 403))),
    ...given(jwtLogin),
  },
  {
    code: 'jwt_bad_iss',
    verdict: 'refused',
    source: 'S',
    site: wp(
      { jwt: 'tmeister' },
      blockCredentials(refusal('jwt_auth_bad_iss', 'The iss do not match with this server', 403)),
    ),
    ...given(token),
  },
  {
    code: 'jwt_invalid',
    verdict: 'refused',
    source: 'L',
    site: wp({ jwt: 'tmeister' }, blockCredentials(refusal('jwt_auth_invalid_token', 'Expired token', 403))),
    ...given(token),
  },
  {
    code: 'jwt_ignored',
    verdict: 'refused',
    source: 'S',
    site: wp({ jwt: 'usefulteam' }, me(refusal('rest_not_logged_in', 'You are not currently logged in.', 401))),
    ...given(jwtLogin),
  },
  {
    code: 'jwt_bad_auth_header',
    verdict: 'refused',
    source: 'S',
    site: wp(
      { jwt: 'tmeister' },
      blockCredentials(refusal('jwt_auth_bad_auth_header', 'Authorization header malformed.', 403)),
    ),
    ...given(right),
  },
  {
    code: 'sjl_off',
    verdict: 'refused',
    source: 'L',
    site: wp(
      { jwt: 'simple-jwt-login' },
      loginByToken(json({ success: false, data: { message: 'Authentication is not enabled.', error_code: 45 } }, 403)),
    ),
    ...given(jwtLogin),
  },
  { code: 'role_too_low', verdict: 'refused', source: 'L', site: wp({ role: 'subscriber' }), ...given(right) },
]

/** Harmless peculiarities: noted, and never in the way of right credentials. */
export interface NoteCase {
  readonly code: string
  readonly site: ClassCase['site']
  readonly login?: Login
  readonly options?: DiagnoseOptions
  /** Only told where nobody has logged in. */
  readonly stranger?: true
  /** What the diagnosis is given to diagnose, after the origin. */
  readonly path?: string
  readonly network?: 'other host'
  readonly patienceMs?: number
}

const before =
  (text: string): Behaviour =>
  (request, next) => {
    const answer = next(request)
    return typeof answer === 'string' || !request.path.startsWith('/wp-json')
      ? answer
      : { ...answer, body: `${text}${answer.body ?? ''}` }
  }

/** The same site, one folder deeper. */
const inFolder =
  (folder: string): Behaviour =>
  (request, next) => {
    const { path, origin } = request
    return path.startsWith(`${folder}/`)
      ? next({ ...request, path: path.slice(folder.length), origin: origin + folder })
      : html('<title>A page of its own</title>', path === '/' ? 200 : 404)
  }

/** Core in a folder of its own, as the index tells it. */
const ownDirectory: Behaviour = (request, next) => {
  const answer = next(request)
  return typeof answer === 'string' || routeOf(request) !== '/'
    ? answer
    : { ...answer, body: String(answer.body).replace(/"url":"([^"]*)"/, '"url":"$1/wp"') }
}

const withHeaders =
  (headers: Record<string, string>): Behaviour =>
  (request, next) => {
    const answer = next(request)
    return typeof answer === 'string' ? answer : { ...answer, headers: { ...answer.headers, ...headers } }
  }

/** A plugin that lets only logged-in users in. */
export const closedToStrangers = (code: string, message: string, options: FakeWordPress = {}): ClassCase['site'] =>
  wp({ ...options }, (request, next) => {
    const answer = next({ ...request, path: '/wp-json/wp/v2/users/me', query: new URLSearchParams() })
    const known = typeof answer !== 'string' && answer.status === 200
    const isApi = request.path.startsWith('/wp-json') || request.query.has('rest_route')
    return isApi && !known ? refusal(code, message, 401) : next(request)
  })

export const noteCases: readonly NoteCase[] = [
  { code: 'plain_permalinks', site: wp({ plain: true }) },
  { code: 'json_polluted', site: wp({}, before('\uFEFF')) },
  {
    code: 'json_polluted',
    site: wp({}, before('<br />\n<b>Warning</b>: Undefined array key "layout" in <b>x.php</b>\n')),
  },
  { code: 'other_prefix', site: wp({ prefix: 'api' }) },
  { code: 'insecure_http', site: wp() },
  { code: 'address_changed', site: wp(), path: '/wp-admin/index.php?page=x' },
  { code: 'root_guessed', site: wp({ silent: true }) },
  { code: 'root_elsewhere', site: wp(), network: 'other host', stranger: true },
  { code: 'subdirectory', site: wp({}, inFolder('/blog')), path: '/blog' },
  { code: 'siteurl_differs', site: wp({}, ownDirectory) },
  {
    code: 'dra',
    site: closedToStrangers('rest_cannot_access', 'DRA: Only authenticated users can access the REST API.'),
  },
  {
    code: 'force_login',
    site: closedToStrangers('rest_unauthorized', 'Only authenticated users can access the REST API.'),
  },
  { code: 'perfmatters', site: closedToStrangers('rest_authentication_error', 'Sorry, you do not have permission.') },
  { code: 'patchstack', site: closedToStrangers('rest_authorization_required', 'Only authenticated users.') },
  {
    code: 'solid_rest',
    site: wp({}, at(/\/users$/, refusal('itsec_rest_api_access_restricted', 'You do not have permission.', 401))),
    options: { thorough: true },
  },
  {
    code: 'users_route_blocked',
    site: wp({}, at(/\/users$/, refusal('rest_user_cannot_view', 'Sorry, you are not allowed to list users.', 401))),
    options: { thorough: true },
  },
  {
    code: 'users_route_blocked',
    site: wp({}, at(/\/users/, refusal('rest_user_cannot_view', 'Sorry, you are not allowed to list users.', 401))),
    login: right,
  },
  {
    code: 'methods_blocked',
    site: wp({}, at(/^(?:PUT|DELETE|PATCH) /, html('<h1>405 Not Allowed</h1>', 405))),
    options: { thorough: true },
  },
  { code: 'stale_cache', site: wp({}, withHeaders({ 'x-fastcgi-cache': 'HIT', age: '31' })) },
  {
    code: 'slow_site',
    site: wp({}, (request, next) => {
      const answer = next(request)
      return typeof answer === 'string' ? answer : { ...answer, delayMs: 1600 }
    }),
  },
  {
    code: 'hidden_login',
    site: wp({}, at(/authorize-application/, { status: 302, headers: { location: '/404/' } })),
    stranger: true,
  },
  { code: 'http_basic_gate', site: wp({}, at(/\/wp-admin\//, pages.basicGate)), stranger: true },
  {
    code: 'callback_insecure',
    site: wp(),
    options: { callback: new URL('http://hub.example:3000/back') },
    stranger: true,
  },
  { code: 'jwt_available', site: wp({ jwt: 'tmeister' }) },
  { code: 'no_application_passwords', site: wp({ jwt: 'tmeister', passwords: 'off' }), login: jwtLogin },
  { code: 'role_too_low', site: wp({ role: 'contributor' }), login: right },
]

import type { FakeAnswer, FakeRequest } from './server.ts'

/** Something before, in, or behind the fake WordPress: answers in its place, changes its answer, or leaves it alone. */
export type Behaviour = (
  request: FakeRequest,
  next: (request: FakeRequest) => FakeAnswer,
) => FakeAnswer | Promise<FakeAnswer>

export const user = {
  username: 'editor',
  email: 'editor@example.test',
  password: 'abcd EFGH 1234 ijkl MNOP 5678',
  /** Of the account, for JWT and XML-RPC. */
  account: 'correct horse battery staple',
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.c2lnbmF0dXJl',
} as const

export interface FakeWordPress {
  readonly role?: 'administrator' | 'editor' | 'author' | 'contributor' | 'subscriber'
  readonly jwt?: 'tmeister' | 'usefulteam' | 'simple-jwt-login'
  /** What the index offers; `off` where application passwords are switched off. */
  readonly passwords?: 'on' | 'off'
  /** The index's `url` begins with https although it is served by http. */
  readonly secureUrl?: boolean
  readonly namespaces?: readonly string[]
  readonly xmlRpc?: boolean
  /** The Authorization header does not arrive. */
  readonly stripped?: boolean
  /** Nothing tells strangers where the API is. */
  readonly silent?: boolean
  readonly plain?: boolean
  readonly prefix?: string
  /** Further markup of the home page. */
  readonly markup?: string
  /** Outermost first. */
  readonly behaviours?: readonly Behaviour[]
}

const capabilities = {
  administrator: ['edit_posts', 'publish_posts', 'upload_files', 'edit_others_posts', 'manage_options'],
  editor: ['edit_posts', 'publish_posts', 'upload_files', 'edit_others_posts', 'unfiltered_html'],
  author: ['edit_posts', 'publish_posts', 'upload_files'],
  contributor: ['edit_posts'],
  subscriber: ['read'],
} as const

/** The answers of a WordPress, as far as connecting needs them; the words and codes are those of WordPress 7.1. */
export function fakeWordPress(options: FakeWordPress = {}): (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer> {
  const { behaviours = [] } = options
  const core = (request: FakeRequest): FakeAnswer => answerAsWordPress(options, request)
  const run = (rest: readonly Behaviour[], request: FakeRequest): FakeAnswer | Promise<FakeAnswer> => {
    const [first, ...others] = rest
    if (first === undefined) return core(request)
    // Inner behaviours are synchronous: what waits is the outermost.
    return first(request, (passed) => run(others, passed) as FakeAnswer)
  }
  return (request) => run(behaviours, request)
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: JSON.stringify(value),
  }
}

export function html(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8', ...headers }, body }
}

/** WordPress's error envelope. */
export function refusal(
  code: string,
  message: string,
  status: number,
  headers: Record<string, string> = {},
): FakeAnswer {
  return json({ code, message, data: { status } }, status, headers)
}

/** The REST route of a request, or `null` where it is none. */
export function routeOf(request: FakeRequest, options: FakeWordPress = {}): string | null {
  const asked = request.query.get('rest_route')
  if (asked !== null) return asked
  const prefix = options.prefix ?? 'wp-json'
  if (options.plain || !request.path.startsWith(`/${prefix}`)) return null
  return request.path.slice(prefix.length + 1) || '/'
}

/** Whether WordPress knows who asks. */
function isUser(options: FakeWordPress, { headers }: FakeRequest): boolean {
  const given = options.stripped ? undefined : headers.authorization
  if (given === undefined) return false
  if (options.jwt !== undefined && given === `Bearer ${user.token}`) return true
  if (options.passwords === 'off' || !given.startsWith('Basic ')) return false
  const [name, ...rest] = Buffer.from(given.slice(6), 'base64').toString().split(':')
  const password = rest.join(':').replace(/\s/g, '')
  return (name === user.username || name === user.email) && password === user.password.replace(/\s/g, '')
}

const privately = { 'cache-control': 'no-cache, must-revalidate, max-age=0, no-store, private' }

function answerAsWordPress(options: FakeWordPress, request: FakeRequest): FakeAnswer {
  const route = routeOf(request, options)
  if (route !== null) return answerRoute(options, request, route.replace(/\/$/, '') || '/')
  if (request.path === '/' || request.path === '/index.php') return homePage(options, request)
  if (request.path === '/wp-admin/authorize-application.php') {
    const back = encodeURIComponent(`${request.origin}${request.path}`)
    return { status: 302, headers: { location: `${request.origin}/wp-login.php?redirect_to=${back}&reauth=1` } }
  }
  if (request.path === '/xmlrpc.php' && options.xmlRpc !== false) return answerXmlRpc(options, request)
  return html('<html><title>Page not found</title><body class="error404">Nothing here.</body></html>', 404)
}

function rootOf(options: FakeWordPress, origin: string): string {
  return options.plain ? `${origin}/index.php?rest_route=/` : `${origin}/${options.prefix ?? 'wp-json'}/`
}

function homePage(options: FakeWordPress, { origin }: FakeRequest): FakeAnswer {
  const root = rootOf(options, origin)
  const link: Record<string, string> = options.silent ? {} : { link: `<${root}>; rel="https://api.w.org/"` }
  const tag = options.silent ? '' : `<link rel="https://api.w.org/" href="${root}" />`
  return html(
    `<!DOCTYPE html><html><head><title>A site</title><meta name="generator" content="WordPress 7.1.4" />${tag}
<link rel="stylesheet" href="${origin}/wp-content/themes/x/style.css" />${options.markup ?? ''}</head><body>Hello</body></html>`,
    200,
    link,
  )
}

function answerRoute(options: FakeWordPress, request: FakeRequest, route: string): FakeAnswer {
  const known = isUser(options, request)
  const headers = known ? privately : {}
  const role = options.role ?? 'editor'
  const can: readonly string[] = capabilities[role]
  switch (route) {
    case '/':
      return json(indexOf(options, request), 200, headers)
    case '/wp/v2/users/me':
      if (!known) return refusal('rest_not_logged_in', 'You are not currently logged in.', 401)
      return json(
        {
          id: 2,
          name: 'Edith Editor',
          slug: user.username,
          username: user.username,
          email: user.email,
          roles: [role],
          capabilities: Object.fromEntries(can.map((name) => [name, true])),
        },
        200,
        headers,
      )
    case '/wp/v2/users/me/application-passwords':
      return options.passwords === 'off'
        ? refusal('application_passwords_disabled', 'Application passwords are not available.', 501)
        : refusal('rest_not_logged_in', 'You are not currently logged in.', 401)
    case '/wp/v2/posts':
      if (request.query.get('context') === 'edit' && !can.includes('edit_posts' as never) && !known)
        return refusal('rest_forbidden_context', 'Sorry, you are not allowed to edit posts in this post type.', 401)
      if (request.query.get('context') === 'edit' && !known)
        return refusal('rest_forbidden_context', 'Sorry, you are not allowed to edit posts in this post type.', 401)
      return json([{ id: 1 }], 200, {
        ...headers,
        allow: known && can.includes('edit_posts') ? 'GET, POST' : 'GET',
      })
    case '/wp/v2/users':
    case '/wp/v2/categories':
      return json([{ id: 1, name: 'Edith Editor' }], 200, headers)
    case '/wp/v2/posts/2147483646':
      return refusal('rest_post_invalid_id', 'Invalid post ID.', 404)
    default:
      return answerJwt(options, request, route) ?? refusal('rest_no_route', 'No route was found.', 404)
  }
}

function indexOf(options: FakeWordPress, { origin }: FakeRequest): object {
  const url = options.secureUrl ? origin.replace('http:', 'https:') : origin
  const own = { tmeister: 'jwt-auth/v1', usefulteam: 'jwt-auth/v1', 'simple-jwt-login': 'simple-jwt-login/v1' }
  const namespaces = ['oembed/1.0', 'wp/v2', ...(options.namespaces ?? []), ...(options.jwt ? [own[options.jwt]] : [])]
  const routes = ['/', '/wp/v2/posts', '/wp/v2/users/me']
  if (options.jwt === 'simple-jwt-login') routes.push('/simple-jwt-login/v1/auth')
  else if (options.jwt) routes.push('/jwt-auth/v1/token', '/jwt-auth/v1/token/validate')
  if (options.jwt === 'usefulteam') routes.push('/jwt-auth/v1/token/refresh')
  const page = `${url}/wp-admin/authorize-application.php`
  return {
    name: 'A site',
    description: '',
    url,
    home: url,
    gmt_offset: 0,
    timezone_string: 'Europe/Paris',
    namespaces,
    authentication:
      options.passwords === 'off' ? [] : { 'application-passwords': { endpoints: { authorization: page } } },
    routes: Object.fromEntries(routes.map((name) => [name, { methods: ['GET'] }])),
  }
}

function answerJwt(options: FakeWordPress, request: FakeRequest, route: string): FakeAnswer | null {
  const { jwt } = options
  if (jwt === undefined) return null
  const asked = request.body === '' ? {} : (JSON.parse(request.body) as { username?: string; password?: string })
  const right = asked.username === user.username && asked.password === user.account
  if (jwt === 'simple-jwt-login') {
    if (route !== '/simple-jwt-login/v1/auth') return null
    return right
      ? json({ success: true, data: { jwt: user.token } })
      : json({ success: false, data: { message: 'Wrong user credentials.', error_code: 48 } }, 401)
  }
  if (route === '/jwt-auth/v1/token/validate') {
    const header = options.stripped ? undefined : request.headers.authorization
    const code = header === undefined ? 'jwt_auth_no_auth_header' : 'jwt_auth_invalid_token'
    return refusal(code, 'Wrong number of segments', jwt === 'tmeister' ? 403 : 401)
  }
  if (route !== '/jwt-auth/v1/token') return null
  if (jwt === 'tmeister')
    return right
      ? json({ token: user.token, user_email: user.email, user_nicename: user.username, user_display_name: 'Edith' })
      : refusal('[jwt_auth] incorrect_password', '<strong>Error:</strong> The password is incorrect.', 403)
  return right
    ? json({
        success: true,
        statusCode: 200,
        code: 'jwt_auth_valid_credential',
        message: 'ok',
        data: { token: user.token },
      })
    : json({ success: false, statusCode: 401, code: 'incorrect_password', message: 'Wrong.', data: [] }, 401)
}

function answerXmlRpc(options: FakeWordPress, { body }: FakeRequest): FakeAnswer {
  const has = (text: string): boolean => body.includes(`<string>${text}</string>`)
  const named = has(user.username) || has(user.email)
  const right = named && ((has(user.password) && options.passwords !== 'off') || has(user.account))
  const value = right
    ? '<params><param><value><array><data><value><struct><member><name>blogid</name><value><string>1</string></value></member></struct></value></data></array></value></param></params>'
    : '<fault><value><struct><member><name>faultCode</name><value><int>403</int></value></member><member><name>faultString</name><value><string>Incorrect username or password.</string></value></member></struct></value></fault>'
  return {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=UTF-8' },
    body: `<?xml version="1.0"?><methodResponse>${value}</methodResponse>`,
  }
}

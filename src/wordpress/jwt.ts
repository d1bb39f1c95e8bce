import { randomUUID } from 'node:crypto'
import type { HttpSession } from '../http/client.ts'
import { type Answer, readAnswer, statusOf } from './answer.ts'
import type { ApiRoot } from './api-root.ts'
import type { JsonWebToken, JwtPlugin } from './credentials.ts'
import { fields, stringOf } from './json.ts'
import type { SiteIndex } from './site-index.ts'

/** How one JWT plugin is recognised and spoken to. */
interface Dialect {
  readonly plugin: JwtPlugin
  readonly name: string
  detect(index: SiteIndex): boolean
  readonly tokenRoute: string
  /** The token in the answer to a login or a refresh. */
  token(value: unknown): string | null
}

const dialects: readonly Dialect[] = [
  {
    plugin: 'usefulteam',
    name: 'JWT Auth (usefulteam)',
    detect: (index) => index.routes.includes('/jwt-auth/v1/token/refresh'),
    tokenRoute: '/jwt-auth/v1/token',
    token: (value) => stringOf(fields(fields(value).data).token, 8192),
  },
  {
    plugin: 'tmeister',
    name: 'JWT Authentication for WP REST API (Tmeister)',
    detect: (index) => index.namespaces.includes('jwt-auth/v1'),
    tokenRoute: '/jwt-auth/v1/token',
    token: (value) => stringOf(fields(value).token, 8192),
  },
  {
    plugin: 'simple-jwt-login',
    name: 'Simple JWT Login',
    detect: (index) => index.namespaces.includes('simple-jwt-login/v1'),
    tokenRoute: '/simple-jwt-login/v1/auth',
    token: (value) => stringOf(fields(fields(value).data).jwt, 8192),
  },
]

/** The plugin that a site's index shows, or `null`. The three exclude each other in practice. */
export function detectJwtPlugin(index: SiteIndex): JwtPlugin | null {
  return dialects.find((dialect) => dialect.detect(index))?.plugin ?? null
}

function jwtPluginName(plugin: JwtPlugin): string {
  return dialects.find((dialect) => dialect.plugin === plugin)?.name ?? plugin
}

export interface JwtLogin {
  readonly username: string
  /** The account password; Tmeister's plugin takes an application password too. */
  readonly password: string
}

/** What became of a login: a token, or the last answer that refused one. `answer` is `null` when the site has no such plugin. */
export type JwtOutcome =
  | { readonly credential: JsonWebToken; readonly answer: Answer }
  | { readonly credential: null; readonly answer: Answer | null }

/**
 * Logs in by the site's JWT plugin.
 * @param known the plugin, or the index that shows it; `null` where that is closed to strangers: each plugin is tried
 */
export async function requestToken(
  session: HttpSession,
  root: ApiRoot,
  known: SiteIndex | JwtPlugin | null,
  login: JwtLogin,
): Promise<JwtOutcome> {
  const asked = known === null ? dialects : dialects.filter((dialect) => isThat(dialect, known)).slice(0, 1)
  const device = randomUUID()
  let refused: Answer | null = null
  // Two plugins share a route: one question is enough for both, and a wrong password counts once.
  for (const route of new Set(asked.map(({ tokenRoute }) => tokenRoute))) {
    const speakers = asked.filter(({ tokenRoute }) => tokenRoute === route)
    const files = speakers.some(({ plugin }) => plugin === 'usefulteam')
    const { username, password } = login
    const answer = await post(session, root, route, { username, password, ...(files ? { device } : {}) })
    for (const dialect of speakers) {
      const kept = { username, device: dialect.plugin === 'usefulteam' ? device : null }
      const credential = readCredential(dialect, kept, answer)
      if (credential !== null) return { credential, answer }
    }
    if (answer.envelope?.code !== 'rest_no_route') refused ??= answer
  }
  return { credential: null, answer: refused }
}

function isThat(dialect: Dialect, known: SiteIndex | JwtPlugin): boolean {
  return typeof known === 'string' ? dialect.plugin === known : dialect.detect(known)
}

/**
 * Gets a new access token with usefulteam's refresh token, which stays as it is (3.0.2: `/token` with the cookie; only
 * `/token/refresh` exchanges it). Harmless to repeat.
 */
export async function renewToken(session: HttpSession, root: ApiRoot, credential: JsonWebToken): Promise<JwtOutcome> {
  const dialect = dialects.find(({ plugin }) => plugin === credential.plugin)
  if (dialect === undefined || credential.refreshToken === null) return { credential: null, answer: null }
  const answer = await postWithCookie(session, root, dialect.tokenRoute, credential)
  const renewed = readCredential(dialect, credential, answer)
  if (renewed === null || renewed.refreshToken !== null) return { credential: renewed, answer }
  const { refreshToken, refreshExpiresAt } = credential
  return { credential: { ...renewed, refreshToken, refreshExpiresAt }, answer }
}

/**
 * Exchanges usefulteam's refresh token for a new one, which lasts 30 days again; the old one is worth nothing from then
 * on, so keep what comes back before anything else. The access token stays.
 */
export async function exchangeRefreshToken(
  session: HttpSession,
  root: ApiRoot,
  credential: JsonWebToken,
): Promise<JwtOutcome> {
  if (credential.plugin !== 'usefulteam' || credential.refreshToken === null) return { credential: null, answer: null }
  const answer = await postWithCookie(session, root, '/jwt-auth/v1/token/refresh', credential)
  const exchanged = statusOf(answer) === 200 ? readRefreshCookie(answer) : null
  return exchanged === null ? { credential: null, answer } : { credential: { ...credential, ...exchanged }, answer }
}

async function postWithCookie(
  session: HttpSession,
  root: ApiRoot,
  route: string,
  { refreshToken, device }: JsonWebToken,
): Promise<Answer> {
  return post(session, root, route, device === null ? {} : { device }, { cookie: `refresh_token=${refreshToken}` })
}

/** Asks Tmeister's or usefulteam's plugin whether a token is still good. */
export async function validateToken(
  session: HttpSession,
  root: ApiRoot,
  credential: Pick<JsonWebToken, 'token'>,
): Promise<Answer> {
  return readAnswer(
    await session.exchange({
      method: 'POST',
      url: root.route('/jwt-auth/v1/token/validate'),
      purpose: 'is the token valid',
      authorization: `Bearer ${credential.token}`,
    }),
  )
}

async function post(
  session: HttpSession,
  root: ApiRoot,
  route: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return readAnswer(
    await session.exchange({
      method: 'POST',
      url: root.route(route),
      purpose: 'log in by JWT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      confidential: true,
    }),
  )
}

function readCredential(
  dialect: Dialect,
  { username, device }: Pick<JsonWebToken, 'username' | 'device'>,
  answer: Answer,
): JsonWebToken | null {
  if (statusOf(answer) !== 200) return null
  const token = dialect.token(answer.json?.value)
  if (token === null || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return null
  const refresh = readRefreshCookie(answer) ?? { refreshToken: null, refreshExpiresAt: null }
  return { kind: 'jwt', username, token, plugin: dialect.plugin, expiresAt: expiryOf(token), device, ...refresh }
}

function readRefreshCookie(answer: Answer): { refreshToken: string; refreshExpiresAt: number | null } | null {
  const cookie = answer.exchange.response?.headers['set-cookie'] ?? ''
  const [, refreshToken, attributes = ''] =
    /(?:^|[;,]\s*)refresh_token=([^;,\s]{1,4096})([^=]{0,40}=[^=]{0,100};[^=]{0,40}=\d+)?/i.exec(cookie) ?? []
  if (refreshToken === undefined) return null
  const seconds = /max-age=(\d{1,9})/i.exec(attributes)?.[1]
  return { refreshToken, refreshExpiresAt: seconds === undefined ? null : Date.now() + Number(seconds) * 1000 }
}

/** The `exp` of a token, in Unix ms; read, not trusted: the site decides. */
function expiryOf(token: string): number | null {
  try {
    const { exp } = fields(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')))
    return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : null
  } catch {
    // An opaque or broken payload: the token may work all the same.
    return null
  }
}

/** Whether a JWT login may be worth proposing: the name of the plugin seen, or `null`. */
export function describeJwt(index: SiteIndex | null): string | null {
  const plugin = index === null ? null : detectJwtPlugin(index)
  return plugin === null ? null : jwtPluginName(plugin)
}

import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { productName } from '../config/product.ts'
import { HubError } from '../errors/hub-error.ts'
import type { Log } from '../log/log.ts'
import { createLoginPace } from './login-pace.ts'
import { addressHeader } from './request-address.ts'

export interface AuthOptions {
  readonly pool: Pool
  /** Signs cookies and encrypts what the second factor is made of. */
  readonly secret: string
  /** Where browsers reach us. */
  readonly publicUrl: URL
  readonly oidc: OidcProvider | null
  readonly log: Log
  /** Told of each session that begins. */
  readonly onLogin: (login: { readonly userId: string; readonly address: string | null }) => Promise<void>
}

export interface OidcProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The name of the one OpenID provider in addresses and rows. */
const oidcProviderId = 'oidc'
/** What every API key begins with, so that scanners for leaked secrets know it. */
const keyPrefix = 'prk_'
const keyLetters = 48
const cookiePrefix = 'pressroom'
const passwordLength = { least: 12, most: 128 } as const

const day = 24 * 3600

/**
 * better-auth as this hub uses it. Nobody signs up: users are made by a set-up link, an invitation or an administrator.
 * Loading this module costs 0.3 s and 40 MB, so it is imported when somebody logs in, or shows a key, for the first time.
 */
export function createAuth(options: AuthOptions) {
  const { pool, secret, publicUrl, oidc, log, onLogin } = options
  return betterAuth({
    appName: productName,
    baseURL: publicUrl.origin,
    basePath: '/api/auth',
    secret,
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (_level, message, ...details) => log.warn({ details }, `Login: ${message}`) },
    // What callers did wrong is in the answer that they get; better-auth would print it.
    onAPIError: {
      onError: (error) => {
        if (!(error instanceof APIError) || error.statusCode >= 500) log.error({ err: error }, 'A login failed')
      },
    },
    // The server in front compares Origin, Sec-Fetch-Site and Host of every write already, also of those.
    trustedOrigins: (request) => [publicUrl.origin, request?.headers.get('origin')],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
    },
    user: {
      modelName: 'users',
      additionalFields: { admin: { type: 'boolean', required: false, defaultValue: false, input: false } },
    },
    // Without a cache in a cookie and without refreshing: ending a session ends it at once.
    session: { modelName: 'sessions', expiresIn: 14 * day, disableSessionRefresh: true },
    account: {
      modelName: 'logins',
      encryptOAuthTokens: true,
      // No provider is trusted as such: each has to vouch for the e-mail.
      accountLinking: { enabled: true },
    },
    verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rate_limits',
      window: 60,
      max: 120,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/two-factor/*': { window: 60, max: 10 },
        '/change-password': { window: 60, max: 10 },
      },
    },
    hooks: slowGuessing(),
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl.protocol === 'https:',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    databaseHooks: {
      session: {
        create: { after: async ({ userId, ipAddress }) => await onLogin({ userId, address: ipAddress ?? null }) },
      },
    },
    plugins: [
      twoFactor({ issuer: productName, twoFactorTable: 'two_factors' }),
      apiKey({
        schema: { apikey: { modelName: 'api_keys' } },
        defaultPrefix: keyPrefix,
        defaultKeyLength: keyLetters,
        startingCharactersConfig: { charactersLength: keyPrefix.length + 4 },
        requireName: true,
        maximumNameLength: 100,
        enableMetadata: true,
        // Counted in seconds, whatever the plugin's types say; a key always expires.
        keyExpiration: { minExpiresIn: 0, maxExpiresIn: 366 },
        rateLimit: { enabled: false },
      }),
      ...(oidc === null ? [] : [oidcPlugin(oidc)]),
    ],
  })
}

export type Auth = ReturnType<typeof createAuth>

/** Each attempt to log in with a password asks `login-pace.ts` first, and tells it how it ended. */
function slowGuessing() {
  const pace = createLoginPace()
  type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]
  const attempt = ({ path, body, headers }: Context): { email: string; address: string | null } | null =>
    path === '/sign-in/email' && typeof body?.email === 'string'
      ? { email: body.email, address: headers?.get(addressHeader) || null }
      : null
  return {
    before: createAuthMiddleware(async (context) => {
      const found = attempt(context)
      if (found === null) return
      await pace.enter(found.email, found.address).catch((error: unknown) => {
        throw error instanceof HubError ? new APIError('TOO_MANY_REQUESTS', { message: error.message }) : error
      })
    }),
    after: createAuthMiddleware(async (context) => {
      const found = attempt(context)
      const { returned } = context.context
      if (found !== null) pace.ended(found.email, found.address, !(returned instanceof APIError))
    }),
  }
}

/** Logs in users who are here already, by their verified e-mail; makes none. */
function oidcPlugin({ issuer, clientId, clientSecret }: OidcProvider) {
  return genericOAuth({
    config: [
      {
        providerId: oidcProviderId,
        clientId,
        clientSecret,
        discoveryUrl: `${issuer}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        scopes: ['openid', 'email', 'profile'],
        disableSignUp: true,
      },
    ],
  })
}

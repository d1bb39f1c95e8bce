import { randomBytes } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import type { Log } from '../log/log.ts'
import { addAuditEntry } from '../store/audit.ts'
import { getInstanceSealed, provideInstanceSealed } from '../store/instance.ts'
import type { MemberRole } from '../store/members.ts'
import type { Store } from '../store/open-store.ts'
import type { Auth, OidcProvider } from './auth.ts'
import { type ApiKey, hasLiveKey, type KeyMaker, readKey, roleOfMaker } from './keys.ts'
import { migrateAccounts } from './migrate-accounts.ts'
import { findUser, type User } from './users.ts'

/** Who is who: sessions of browsers, API keys, and better-auth's own addresses. */
export interface Accounts {
  /** The user whose session cookie is among the headers; null for a missing, expired or ended one. */
  readSession(headers: Headers): Promise<(User & { readonly sessionId: string }) | null>
  /** What a key in a request may do now; null for one that is wrong, expired, revoked, or whose maker may nothing any more. */
  readApiKey(key: string): Promise<LiveKey | null>
  /** Makes a key. `key` is shown once and kept as a hash alone. */
  createApiKey(key: NewKey): Promise<{ readonly key: string; readonly id: string }>
  /** Answers better-auth's addresses below `/api/auth/`, those that are open here. */
  handle(request: Request): Promise<Response>
  readonly oidc: boolean
}

interface LiveKey {
  readonly key: ApiKey
  readonly maker: KeyMaker
}

interface NewKey {
  readonly name: string
  readonly projectId: string
  readonly role: MemberRole
  readonly operations: readonly string[] | null
  readonly connectionIds: readonly string[] | null
  readonly createdBy: string
  readonly expiresInDays: number
}

/** Seals for the place `instance/accounts/sealed`; the vault, without this layer knowing it. */
interface Sealer {
  seal(plaintext: string, place: string): string
  open(sealed: string, place: string): string
}

export interface AccountsOptions {
  readonly store: Store
  readonly sealer: Sealer
  /** Where browsers reach us; asked when the first of them comes, since a free port is not known before. */
  readonly publicUrl: () => URL
  readonly oidc: OidcProvider | null
  readonly log: Log
}

/** All that browsers need. What better-auth has beyond it (keys without our scope, sign-up, lists of session tokens) is closed. */
const openPaths = new Set([
  '/sign-in/email',
  '/sign-in/social',
  '/callback/oidc',
  '/sign-out',
  '/change-password',
  '/revoke-other-sessions',
  '/revoke-sessions',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
])
const login = { projectId: null, operation: 'login', outcome: 'ok' } as const
const place = 'instance/accounts/sealed'
const keyForm = /^prk_[A-Za-z]{48}$/

/** Brings the tables up to date; better-auth itself is loaded by the first request that needs it. */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const { store, oidc } = options
  await migrateAccounts(store)
  let loading: Promise<Auth> | null = null

  async function load(): Promise<Auth> {
    const { createAuth } = await import('./auth.ts')
    const { sealer, publicUrl, log } = options
    const secret = await provideSecret(store, sealer)
    return createAuth({
      pool: store.pool,
      secret,
      publicUrl: publicUrl(),
      oidc,
      log,
      onLogin: async ({ userId, address }) =>
        await addAuditEntry(store.db, { ...login, actor: `user:${userId}`, address }),
    })
  }
  async function auth(): Promise<Auth> {
    loading ??= load().catch((error: unknown) => {
      loading = null
      throw error
    })
    return await loading
  }

  /** Whether a live key is in the database; throws what is wrong with that. */
  async function isKept(key: string): Promise<boolean> {
    const { defaultKeyHasher } = await import('@better-auth/api-key')
    return await hasLiveKey(store.db, await defaultKeyHasher(key))
  }

  return {
    oidc: oidc !== null,
    async readSession(headers) {
      if (headers.get('cookie')?.includes('pressroom.session_token=') !== true) return null
      const session = await (await auth()).api.getSession({ headers }).catch(sayDatabase)
      if (session === null) return null
      const user = await findUser(store.db, session.user.id)
      return user === null ? null : { ...user, sessionId: session.session.id }
    },
    async readApiKey(key) {
      if (!keyForm.test(key)) return null
      const { valid, key: row } = await (await auth()).api.verifyApiKey({ body: { key } })
      // The plugin calls a key wrong when it could not look it up, too. Who is told that may throw a good key away.
      if (!valid && (await isKept(key))) sayDatabase()
      const found = valid && row !== null ? readKey(row as Parameters<typeof readKey>[0]) : null
      if (found === null) return null
      const maker = await roleOfMaker(store.db, found.createdBy, found.projectId)
      return maker === null ? null : { key: found, maker }
    },
    async createApiKey({ name, projectId, role, operations, connectionIds, createdBy, expiresInDays }) {
      const { api } = await auth()
      const made = await api.createApiKey({
        body: {
          name,
          userId: projectId,
          expiresIn: expiresInDays * 24 * 3600,
          metadata: { createdBy, role, connectionIds },
          ...(operations === null ? {} : { permissions: { operations: [...operations] } }),
        },
      })
      return { key: made.key, id: made.id }
    },
    async handle(request) {
      const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '')
      if (!openPaths.has(path)) return new Response(null, { status: 404 })
      const { handler, $context } = await auth()
      // A provider that was down when better-auth was set up is missing in it for good.
      if (path === '/sign-in/social' && oidc !== null && (await $context).socialProviders.length === 0) loading = null
      return await (loading === null ? (await auth()).handler : handler)(request)
    },
  }
}

/** better-auth hides what went wrong with the database behind an error of its own, and logs it. */
function sayDatabase(cause?: unknown): never {
  throw new HubError('database_unavailable', 'Who this is could not be looked up', { cause })
}

/** What signs the cookies: made once for all processes, kept sealed. */
async function provideSecret(store: Store, sealer: Sealer): Promise<string> {
  const standing = await getInstanceSealed(store.db, 'accounts')
  if (standing !== null) return sealer.open(standing, place)
  const fresh = sealer.seal(randomBytes(32).toString('base64url'), place)
  return sealer.open(await provideInstanceSealed(store.db, 'accounts', fresh), place)
}

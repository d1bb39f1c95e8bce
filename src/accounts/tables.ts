import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { Db } from '../store/open-store.ts'

/**
 * The tables of the login, made by better-auth's own migrations (`migrate-accounts.ts`) under names of our choice. Columns
 * are named as better-auth names them. Only what this layer itself reads or writes is listed.
 */
export type AccountDatabase = {
  users: {
    id: string
    name: string
    /** In small letters. */
    email: string
    emailVerified: boolean
    /** Ours: administers the whole hub. */
    admin: boolean | null
    twoFactorEnabled: boolean | null
    createdAt: Date
    updatedAt: Date
  }
  /** One row a way to log in: a password (hashed by scrypt), an OpenID provider. */
  logins: {
    id: string
    accountId: string
    providerId: string
    userId: string
    password: string | null
    createdAt: Date
    updatedAt: Date
  }
  sessions: {
    id: string
    userId: string
    createdAt: Date
    expiresAt: Date
    ipAddress: string | null
    userAgent: string | null
  }
  api_keys: {
    id: string
    name: string | null
    start: string | null
    /** The project: a key belongs to it, and is dead without its maker all the same. */
    referenceId: string
    /** The hash of the key. */
    key: string
    enabled: boolean | null
    lastRequest: Date | null
    updatedAt: Date
    createdAt: Date
    expiresAt: Date | null
    /** JSON: `{"operations": […]}`, or null for all. */
    permissions: string | null
    /** JSON: see `KeyScope`. */
    metadata: string | null
  }
}

/** The same connection or transaction, for these tables. */
export function accountTables(db: Db): Kysely<Database & AccountDatabase> {
  return db.withoutPlugins().$extendTables<AccountDatabase>()
}

import { randomUUID } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import { checkExisting, need } from '../store/constraint.ts'
import type { Db } from '../store/open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from '../store/page.ts'
import { deleteKeysOf } from './keys.ts'
import { accountTables } from './tables.ts'

/** A person who may log in. */
export interface User {
  readonly id: string
  readonly email: string
  readonly name: string
  /** Administers the whole hub. */
  readonly admin: boolean
  /** Whether a second factor is asked for. */
  readonly twoFactor: boolean
  readonly createdAt: Date
}

export interface NewUser {
  readonly email: string
  readonly name: string
  readonly password: string
  readonly admin: boolean
}

const columns = ['id', 'email', 'name', 'admin', 'twoFactorEnabled', 'createdAt'] as const

interface UserRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly admin: boolean | null
  readonly twoFactorEnabled: boolean | null
  readonly createdAt: Date
}

/**
 * Adds a user with a password, best in the transaction that permits it. Throws `already_exists` when the e-mail is taken.
 * Written here and not by better-auth, whose own way out of a transaction we could not join.
 */
export async function insertUser(db: Db, { email, name, password, admin }: NewUser): Promise<User> {
  const { hashPassword } = await import('better-auth/crypto')
  const hashed = await hashPassword(password)
  const id = randomUUID()
  const times = { createdAt: new Date(), updatedAt: new Date() }
  const tables = accountTables(db)
  return await checkExisting('Somebody with this e-mail address has an account already', async () => {
    const row = await tables
      .insertInto('users')
      .values({ id, name, email: email.toLowerCase(), emailVerified: true, admin, twoFactorEnabled: false, ...times })
      .returning(columns)
      .executeTakeFirstOrThrow()
    await tables
      .insertInto('logins')
      .values({ id: randomUUID(), accountId: id, providerId: 'credential', userId: id, password: hashed, ...times })
      .execute()
    return view(row)
  })
}

/** By id, or by e-mail. */
export async function findUser(db: Db, idOrEmail: string): Promise<User | null> {
  const row = await accountTables(db)
    .selectFrom('users')
    .select(columns)
    .where((is) => is.or([is('id', '=', idOrEmail), is('email', '=', idOrEmail.toLowerCase())]))
    .executeTakeFirst()
  return row === undefined ? null : view(row)
}

/** Those of these ids that exist, by id. */
export async function findUsers(db: Db, ids: readonly string[]): Promise<Map<string, User>> {
  if (ids.length === 0) return new Map()
  const rows = await accountTables(db)
    .selectFrom('users')
    .select(columns)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, view(row)]))
}

/** In the order of their ids. */
export async function listUsers(db: Db, page: PageRequest = {}): Promise<Page<User>> {
  const after = readCursor(page)
  const rows = await accountTables(db)
    .selectFrom('users')
    .select(columns)
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(rowsFor(page))
    .execute()
  return toPage(rows.map(view), page, ({ id }) => id)
}

export async function countUsers(db: Db): Promise<number> {
  const row = await accountTables(db)
    .selectFrom('users')
    .select((is) => is.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Makes a user an administrator of the hub, or no longer one. Throws `not_found`, or `conflict` for the last one. */
export async function setAdmin(db: Db, id: string, admin: boolean): Promise<User> {
  if (!admin) await keepAnotherAdmin(db, id)
  const row = await accountTables(db)
    .updateTable('users')
    .set({ admin, updatedAt: new Date() })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  return view(need(row, `There is no user ${id}`))
}

/**
 * Removes a user with their sessions, their memberships and every key they made. In a transaction. Throws `not_found`, or
 * `conflict` for the last administrator.
 */
export async function deleteUser(db: Db, id: string): Promise<void> {
  await keepAnotherAdmin(db, id)
  await db.deleteFrom('members').where('userId', '=', id).execute()
  await db.deleteFrom('handshakes').where('createdBy', '=', `user:${id}`).where('usedAt', 'is', null).execute()
  await deleteKeysOf(db, id)
  // Sessions, logins and second factors go with the row.
  const gone = await accountTables(db).deleteFrom('users').where('id', '=', id).executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw new HubError('not_found', `There is no user ${id}`)
}

/** Administrators are locked until the transaction ends, so that two who remove each other cannot both succeed. */
async function keepAnotherAdmin(db: Db, id: string): Promise<void> {
  const admins = await accountTables(db)
    .selectFrom('users')
    .select('id')
    .where('admin', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (admins.length === 1 && admins[0]?.id === id) {
    throw new HubError('conflict', 'This is the last administrator of the hub', {
      fix: 'Make somebody else an administrator first.',
    })
  }
}

function view({ id, email, name, admin, twoFactorEnabled, createdAt }: UserRow): User {
  return { id, email, name, admin: admin === true, twoFactor: twoFactorEnabled === true, createdAt }
}

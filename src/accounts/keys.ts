import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'
import { getRole, type MemberRole } from '../store/members.ts'
import type { Db } from '../store/open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from '../store/page.ts'
import { accountTables } from './tables.ts'

/**
 * API keys, kept by better-auth's plugin: hashed, shown once. A key belongs to a project (the plugin's reference) and
 * carries its scope in the plugin's metadata and permissions.
 *
 * States: **live** → **dead**: expired, revoked, or its maker is gone or no longer a member. What a live key may do is
 * looked up at each use: never more than its maker may at that moment.
 */
export interface ApiKey {
  readonly id: string
  readonly name: string
  /** The first letters, to tell keys apart. */
  readonly start: string
  readonly projectId: string
  readonly role: MemberRole
  /** Names of operations, or null for all that the role may call. */
  readonly operations: readonly string[] | null
  readonly connectionIds: readonly string[] | null
  /** `user:<id>` or `local:<os user>`. */
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

const scopeSchema = z.object({
  createdBy: z.string(),
  role: z.enum(['owner', 'editor', 'viewer']),
  connectionIds: z.array(z.string()).nullable(),
})
const permissionsSchema = z.object({ operations: z.array(z.string()).optional() }).nullable()

const columns = [
  'id',
  'name',
  'start',
  'referenceId',
  'permissions',
  'metadata',
  'createdAt',
  'expiresAt',
  'lastRequest',
] as const

interface KeyRow {
  readonly id: string
  readonly name: string | null
  readonly start: string | null
  readonly referenceId: string
  readonly permissions: unknown
  readonly metadata: unknown
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastRequest: Date | null
}

/** A row as a key; null when its scope cannot be read, which makes the key dead. */
export function readKey(row: KeyRow): ApiKey | null {
  const scope = scopeSchema.safeParse(parsed(row.metadata))
  const permissions = permissionsSchema.safeParse(parsed(row.permissions))
  if (!scope.success || !permissions.success) return null
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start ?? '',
    projectId: row.referenceId,
    ...scope.data,
    operations: permissions.data?.operations ?? null,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastRequest,
  }
}

/** Those of a project that have not expired, in the order of their ids; with `createdBy`, only of this maker. */
export async function listKeys(
  db: Db,
  filter: { readonly projectId: string; readonly createdBy?: string | undefined },
  page: PageRequest = {},
): Promise<Page<ApiKey>> {
  const after = readCursor(page)
  const { createdBy } = filter
  const rows = await accountTables(db)
    .selectFrom('api_keys')
    .select(columns)
    .where('referenceId', '=', filter.projectId)
    .where((is) => is.or([is('expiresAt', 'is', null), is('expiresAt', '>', new Date())]))
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .$if(createdBy !== undefined, (query) => query.where('metadata', 'like', makerPattern(createdBy ?? '')))
    .orderBy('id')
    .limit(rowsFor(page))
    .execute()
  const { items, next } = toPage(rows, page, ({ id }) => id)
  return { items: items.map(readKey).filter((key) => key !== null), next }
}

/** Throws `not_found`, also for a key of another project. */
export async function getKey(db: Db, projectId: string, id: string): Promise<ApiKey> {
  const row = await accountTables(db)
    .selectFrom('api_keys')
    .select(columns)
    .where('id', '=', id)
    .where('referenceId', '=', projectId)
    .executeTakeFirst()
  const key = row === undefined ? null : readKey(row)
  if (key === null) throw new HubError('not_found', `There is no key ${id}`)
  return key
}

/** Whether a key with this hash is there and has not expired. */
export async function hasLiveKey(db: Db, hash: string): Promise<boolean> {
  const row = await accountTables(db)
    .selectFrom('api_keys')
    .select('id')
    .where('key', '=', hash)
    .where('enabled', '=', true)
    .where((is) => is.or([is('expiresAt', 'is', null), is('expiresAt', '>', new Date())]))
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteKey(db: Db, id: string): Promise<void> {
  await accountTables(db).deleteFrom('api_keys').where('id', '=', id).execute()
}

export async function deleteKeysOfProject(db: Db, projectId: string): Promise<void> {
  await accountTables(db).deleteFrom('api_keys').where('referenceId', '=', projectId).execute()
}

/** Every key that a user made, or those in one project. */
export async function deleteKeysOf(db: Db, userId: string, projectId?: string): Promise<void> {
  await accountTables(db)
    .deleteFrom('api_keys')
    .where('metadata', 'like', makerPattern(`user:${userId}`))
    .$if(projectId !== undefined, (query) => query.where('referenceId', '=', projectId ?? ''))
    .execute()
}

/** What a maker may do in a project now; null when they may do nothing there. */
export async function roleOfMaker(db: Db, createdBy: string, projectId: string): Promise<KeyMaker | null> {
  // Whoever owns the data folder owns everything; their keys live until they are revoked.
  if (createdBy.startsWith('local:')) return { role: 'owner', admin: true }
  const userId = createdBy.replace(/^user:/, '')
  const user = await accountTables(db).selectFrom('users').select('admin').where('id', '=', userId).executeTakeFirst()
  if (user === undefined) return null
  if (user.admin === true) return { role: 'owner', admin: true }
  const role = await getRole(db, projectId, userId)
  return role === null ? null : { role, admin: false }
}

export interface KeyMaker {
  readonly role: MemberRole
  readonly admin: boolean
}

function makerPattern(createdBy: string): string {
  return `%"createdBy":${JSON.stringify(createdBy).replace(/[\\%_]/g, '\\$&')}%`
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

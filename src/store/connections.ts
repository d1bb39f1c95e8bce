import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { HubError } from '../errors/hub-error.ts'
import { checkExisting, need } from './constraint.ts'
import { newId } from './id.ts'
import { json } from './json.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from './page.ts'

/**
 * What a connection is in. `active`: used and checked. `paused`: by a person, until they resume it. `needs-login`: its
 * credential expired or was revoked and nobody can renew it; left by connecting again.
 */
type ConnectionState = 'active' | 'paused' | 'needs-login'

export interface ConnectionTable {
  id: string
  projectId: string
  kind: string
  /** Unique in the project, capitals or not. */
  name: string
  url: string
  /** Equal for two connections that lead to the same site, whatever was typed. */
  siteKey: string
  groups: string[]
  /** How it logs in: `application-password`, `jwt`, … */
  method: string
  /** The user name at the site; shown. */
  account: string | null
  /** The credential, sealed for `connections/<id>/sealed`. */
  sealed: string | null
  /** During a rotation: the new credential, sealed for `connections/<id>/sealed_next`. */
  sealedNext: string | null
  /** During a rotation: what was written down beforehand, so that a crash leaves no orphan at the site. No secrets. */
  rotation: ColumnType<Record<string, unknown> | null, unknown, unknown>
  state: Generated<ConnectionState>
  /** What the site is: title, version, root, … */
  site: ColumnType<Record<string, unknown>, unknown, unknown>
  /** The health that others are told: two checks agreed on it. */
  verdict: string | null
  code: string | null
  /** The newest check, when it differs from that. */
  pendingVerdict: string | null
  pendingCode: string | null
  checkedAt: Date | null
  nextCheckAt: Date | null
  /** When the credential expires; null when it does not. */
  expiresAt: Date | null
  createdBy: string
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  /** Goes up by one with each change by `updateConnection`. */
  version: Generated<number>
}

/** A connection without its sealed columns, which are read apart (`connection-secrets.ts`). */
export type Connection = Omit<Selectable<ConnectionTable>, 'sealed' | 'sealedNext'>

const columns = [
  'id',
  'projectId',
  'kind',
  'name',
  'url',
  'siteKey',
  'groups',
  'method',
  'account',
  'rotation',
  'state',
  'site',
  'verdict',
  'code',
  'pendingVerdict',
  'pendingCode',
  'checkedAt',
  'nextCheckAt',
  'expiresAt',
  'createdBy',
  'createdAt',
  'updatedAt',
  'version',
] as const satisfies readonly (keyof Connection)[]

export interface NewConnection {
  /** From `newConnectionId`, since the credential is sealed for it beforehand. */
  readonly id: string
  readonly projectId: string
  readonly kind: string
  readonly name: string
  readonly url: string
  readonly siteKey: string
  readonly groups?: readonly string[]
  readonly method: string
  readonly account?: string | null
  readonly sealed: string | null
  readonly site?: Record<string, unknown>
  readonly verdict?: string | null
  readonly code?: string | null
  readonly checkedAt?: Date | null
  readonly nextCheckAt?: Date | null
  readonly expiresAt?: Date | null
  readonly createdBy: string
}

export function newConnectionId(): string {
  return newId('con')
}

/** Throws `already_exists` when the project has that name, `not_found` when there is no such project. */
export async function insertConnection(db: Db, connection: NewConnection): Promise<Connection> {
  const { site, groups, ...rest } = connection
  return await checkExisting(`There is a connection named "${connection.name}" already`, () =>
    db
      .insertInto('connections')
      .values({ ...rest, groups: [...(groups ?? [])], site: json(site ?? {}) })
      .returning(columns)
      .executeTakeFirstOrThrow(),
  )
}

/** Throws `not_found`, also when it is in another project. */
export async function getConnection(db: Db, projectId: string, id: string): Promise<Connection> {
  const row = await db
    .selectFrom('connections')
    .select(columns)
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst()
  return need(row, `There is no connection ${id}`)
}

/** By id, or by name in capitals or not. */
export async function findConnection(db: Db, projectId: string, idOrName: string): Promise<Connection | undefined> {
  return await db
    .selectFrom('connections')
    .select(columns)
    .where('projectId', '=', projectId)
    .where((is) =>
      is.or([
        is('id', '=', idOrName),
        is(is.fn<string>('lower', ['name']), '=', is.fn<string>('lower', [is.val(idOrName)])),
      ]),
    )
    // Somebody may have named one with the id of another.
    .orderBy((is) => is('id', '=', idOrName), 'desc')
    .executeTakeFirst()
}

export interface ConnectionFilter {
  readonly projectId: string
  readonly kind?: string | undefined
  readonly group?: string | undefined
  readonly state?: ConnectionState | undefined
  readonly verdict?: string | undefined
  readonly siteKey?: string | undefined
  /** A part of name or address. */
  readonly search?: string | undefined
  /** Only these, for keys that are limited to some connections. */
  readonly ids?: readonly string[] | undefined
}

/** In the order they were made. */
export async function listConnections(
  db: Db,
  filter: ConnectionFilter,
  page: PageRequest = {},
): Promise<Page<Connection>> {
  const after = readCursor(page)
  const { kind, group, state, verdict, siteKey, search, ids } = filter
  let query = db.selectFrom('connections').select(columns).where('projectId', '=', filter.projectId)
  if (after !== null) query = query.where('id', '>', after)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (group !== undefined) query = query.where('groups', '@>', sql<string[]>`array[${group}]::text[]`)
  if (state !== undefined) query = query.where('state', '=', state)
  if (verdict !== undefined) query = query.where('verdict', '=', verdict)
  if (siteKey !== undefined) query = query.where('siteKey', '=', siteKey)
  if (ids !== undefined) query = query.where('id', 'in', ids.length === 0 ? [''] : ids)
  if (search !== undefined && search !== '') {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((is) => is.or([is('name', 'ilike', pattern), is('url', 'ilike', pattern)]))
  }
  const rows = await query.orderBy('id').limit(rowsFor(page)).execute()
  return toPage(rows, page, ({ id }) => id)
}

export type ConnectionChanges = Partial<
  Omit<Connection, 'id' | 'kind' | 'createdBy' | 'createdAt' | 'updatedAt' | 'version'>
>

/**
 * Changes columns. With `version`, only when nobody changed it since it was read: otherwise `conflict`. Throws
 * `not_found`, or `already_exists` when the name is taken.
 */
export async function updateConnection(
  db: Db,
  id: string,
  changes: ConnectionChanges,
  condition: { readonly version?: number } = {},
): Promise<Connection> {
  const { site, rotation, ...rest } = changes
  const row = await checkExisting(`There is a connection named "${changes.name}" already`, () =>
    db
      .updateTable('connections')
      .set((is) => ({
        ...rest,
        ...(site === undefined ? {} : { site: json(site) }),
        ...(rotation === undefined ? {} : { rotation: rotation === null ? null : json(rotation) }),
        updatedAt: new Date(),
        version: is('version', '+', 1),
      }))
      .where('id', '=', id)
      .$if(condition.version !== undefined, (query) => query.where('version', '=', condition.version ?? 0))
      .returning(columns)
      .executeTakeFirst(),
  )
  if (row !== undefined) return row
  const found = await db.selectFrom('connections').select('id').where('id', '=', id).executeTakeFirst()
  need(found, `There is no connection ${id}`)
  throw new HubError('conflict', 'The connection was changed by somebody else meanwhile')
}

/** True when it was there. Its checks, caches and sealed credential go with it. */
export async function deleteConnection(db: Db, projectId: string, id: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('connections')
    .where('projectId', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Until the transaction ends, others who lock it wait (a renewal, a rotation). Throws `not_found`. */
export async function lockConnection(db: Db, id: string): Promise<Connection> {
  const row = await db.selectFrom('connections').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  return need(row, `There is no connection ${id}`)
}

import type { ColumnType, Generated, Selectable } from 'kysely'
import { json } from './json.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readNumberCursor, rowsFor, toPage } from './page.ts'

/** Who did what, and how it ended. Never changed; removed by retention alone. */
export interface AuditTable {
  id: Generated<number>
  projectId: string | null
  /** `user:<id>`, `key:<id>`, `local:<os user>`, `system`. */
  actor: string
  operation: string
  subject: string | null
  /** `ok`, or the code of the error. */
  outcome: string
  requestId: string | null
  /** Where the request came from. */
  address: string | null
  detail: ColumnType<Record<string, unknown>, unknown, unknown>
  at: Generated<Date>
}

export type AuditEntry = Selectable<AuditTable>

export interface NewAuditEntry {
  readonly projectId: string | null
  readonly actor: string
  readonly operation: string
  readonly subject?: string | null
  readonly outcome: string
  readonly requestId?: string | null
  readonly address?: string | null
  /** Without secrets; at most 16 KB. */
  readonly detail?: Record<string, unknown>
}

export async function addAuditEntry(db: Db, entry: NewAuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ ...entry, detail: json(entry.detail ?? {}, 16 * 1024) })
    .execute()
}

export interface AuditFilter {
  /** Only of this project; absent means of all. */
  readonly projectId?: string | undefined
  readonly actor?: string | undefined
  readonly operation?: string | undefined
  readonly subject?: string | undefined
}

/** Newest first. */
export async function listAuditEntries(db: Db, filter: AuditFilter, page: PageRequest = {}): Promise<Page<AuditEntry>> {
  const before = readNumberCursor(page)
  const { projectId, actor, operation, subject } = filter
  let query = db.selectFrom('audit').selectAll()
  if (before !== null) query = query.where('id', '<', before)
  if (projectId !== undefined) query = query.where('projectId', '=', projectId)
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (operation !== undefined) query = query.where('operation', '=', operation)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  const rows = await query.orderBy('id', 'desc').limit(rowsFor(page)).execute()
  return toPage(rows, page, ({ id }) => id)
}

import { sql } from 'kysely'
import type { Db } from './open-store.ts'

/** A connection that is to be checked now. */
export interface DueConnection {
  readonly id: string
  readonly projectId: string
}

/**
 * Takes up to `limit` active connections whose check is due, longest due first, and puts their next check
 * `leaseSeconds` ahead: whoever crashes meanwhile leaves them to be taken again. Many may take at once; each gets others.
 * Those of `exceptHosts` (as in their address, with the port) are left alone.
 */
export async function claimDueConnections(
  db: Db,
  {
    now,
    limit,
    leaseSeconds,
    exceptHosts = [],
  }: {
    readonly now: Date
    readonly limit: number
    readonly leaseSeconds: number
    readonly exceptHosts?: readonly string[]
  },
): Promise<DueConnection[]> {
  const later = new Date(now.getTime() + leaseSeconds * 1000)
  const { rows } = await sql<DueConnection>`
    with due as (
      select id from connections
      where state = 'active' and next_check_at <= ${now}
        and substring(url from '://([^/?#]+)') <> all(${[...exceptHosts]}::text[])
      order by next_check_at limit ${limit}
      for update skip locked
    )
    update connections set next_check_at = ${later} from due where connections.id = due.id
    returning connections.id, connections.project_id
  `.execute(db)
  return rows
}

/** Puts off the checks of connections that were claimed and not checked. */
export async function postponeChecks(db: Db, ids: readonly string[], until: Date): Promise<void> {
  if (ids.length === 0) return
  await db.updateTable('connections').set({ nextCheckAt: until }).where('id', 'in', ids).execute()
}

/** Those in the middle of a rotation, for cleaning up after a crash, by id; the next ones with `after` the last id. */
export async function listRotating(db: Db, after = '', limit = 100): Promise<DueConnection[]> {
  return await db
    .selectFrom('connections')
    .select(['id', 'projectId'])
    .where('rotation', 'is not', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Those whose credential expires before `until`, soonest first. */
export async function listExpiring(db: Db, until: Date, limit = 100): Promise<DueConnection[]> {
  return await db
    .selectFrom('connections')
    .select(['id', 'projectId'])
    .where('state', '=', 'active')
    .where('expiresAt', '<', until)
    .orderBy('expiresAt')
    .limit(limit)
    .execute()
}

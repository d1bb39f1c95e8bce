import type { Db } from '../store/open-store.ts'
import { accountTables } from './tables.ts'

/** A browser in which somebody is logged in. What opens it, its token, is never read. */
export interface Session {
  readonly id: string
  readonly createdAt: Date
  readonly expiresAt: Date
  /** Where the login came from; null where nobody knew. */
  readonly address: string | null
  /** As the browser calls itself; null where it did not. */
  readonly userAgent: string | null
}

/** Those of a user that are alive, the newest first; at most 100. */
export async function listSessions(db: Db, userId: string): Promise<Session[]> {
  const rows = await accountTables(db)
    .selectFrom('sessions')
    .select(['id', 'createdAt', 'expiresAt', 'ipAddress', 'userAgent'])
    .where('userId', '=', userId)
    .where('expiresAt', '>', new Date())
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ ipAddress, userAgent, ...row }) => ({
    ...row,
    address: ipAddress === '' ? null : ipAddress,
    userAgent: userAgent === '' ? null : userAgent,
  }))
}

/** Logs one browser of a user out, at once. True when it was logged in. */
export async function endSession(db: Db, userId: string, id: string): Promise<boolean> {
  const ended = await accountTables(db)
    .deleteFrom('sessions')
    .where('userId', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return ended.numDeletedRows > 0n
}

import type { ConnectionsDeps } from '../connections/deps.ts'
import { getConnection } from '../store/connections.ts'
import { need } from '../store/constraint.ts'
import { pressOf } from './presses.ts'
import type { SiteAccess } from './site-access.ts'

/** The hub's connections, each opened by the press of its kind. */
export function connectedSites(deps: ConnectionsDeps): SiteAccess {
  const { db } = deps.store
  return {
    async open(connectionId, signal) {
      const row = await db
        .selectFrom('connections')
        .select('projectId')
        .where('id', '=', connectionId)
        .executeTakeFirst()
      const { projectId } = need(row, `There is no connection ${connectionId}`)
      const connection = await getConnection(db, projectId, connectionId)
      return pressOf(connection).open(deps, connection, signal)
    },
  }
}

import { connectorOf } from '../connectors/registry.ts'
import { toHubError } from '../errors/hub-error.ts'
import { getConnectionCache, putConnectionCache } from '../store/connection-caches.ts'
import { readConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, getConnection, lockConnection } from '../store/connections.ts'
import { type DueConnection, listExpiring } from '../store/due-connections.ts'
import { addEvent } from '../store/events.ts'
import type { Db } from '../store/open-store.ts'
import type { ConnectionsDeps } from './deps.ts'
import { nameOf } from './health-event.ts'
import { endLogin } from './needs-login.ts'
import { renewSecret } from './renew.ts'
import { openSecret } from './sealed-secret.ts'

/** Told so long before a person has to log in again. */
const ahead = 24 * 3_600_000
const mostAtOnce = 1000
/** What was told already, as a cache of the connection. */
const toldCache = 'expiry-told'

/**
 * Looks after credentials that end within a day: renewed where that is possible without a person, told once where it is
 * not (`connection.expiring`), and marked `needs-login` when they have ended. How many were told or marked.
 */
export async function tendExpiring(deps: ConnectionsDeps, now: Date): Promise<number> {
  const expiring = await listExpiring(deps.store.db, new Date(now.getTime() + ahead), mostAtOnce)
  let tended = 0
  for (const ref of expiring) {
    try {
      if (await tendOne(deps, ref, now)) tended++
    } catch (error) {
      if (toHubError(error).code !== 'not_found') {
        deps.log.warn({ err: error, connection: ref.id }, 'A credential that ends soon could not be looked after')
      }
    }
  }
  return tended
}

async function tendOne(deps: ConnectionsDeps, { id, projectId }: DueConnection, now: Date): Promise<boolean> {
  const connection = await getConnection(deps.store.db, projectId, id)
  const connector = connectorOf(connection.kind)
  const secret = openSecret(deps, connector, id, (await readConnectionSecrets(deps.store.db, id)).sealed)
  if (connector.renewal?.isPossible(secret) === true && connector.renewal.isDue(secret, now.getTime())) {
    await renewSecret(deps, connector, id)
    return false
  }
  return deps.store.transaction(async (tx) => {
    const locked = await lockConnection(tx, id)
    const { expiresAt } = locked
    if (expiresAt === null || locked.state !== 'active' || expiresAt.getTime() - now.getTime() > ahead) return false
    if (expiresAt <= now) {
      await endLogin(tx, locked, { code: 'needs_login', why: 'The credential has ended' })
      return true
    }
    if (await wasTold(tx, locked, expiresAt)) return false
    await putConnectionCache(tx, id, toldCache, { expiresAt })
    const payload = { ...nameOf(locked), expiresAt }
    await addEvent(tx, { projectId: locked.projectId, type: 'connection.expiring', subject: id, payload })
    return true
  })
}

async function wasTold(tx: Db, { id }: Connection, expiresAt: Date): Promise<boolean> {
  const told = (await getConnectionCache(tx, id, toldCache))?.body
  return typeof told === 'object' && told !== null && 'expiresAt' in told && told.expiresAt === expiresAt.toISOString()
}

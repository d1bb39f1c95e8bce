import { randomUUID } from 'node:crypto'
import type { Found } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { readConnectionSecrets } from '../store/connection-secrets.ts'
import type { Connection } from '../store/connections.ts'
import { isSameAccount } from './connect.ts'
import { type CallOptions, type ConnectionsDeps, callContext } from './deps.ts'
import { holdMilliseconds, type Rotation, retireMilliseconds } from './rotation.ts'
import { openSecret } from './sealed-secret.ts'

/**
 * What is to become of the credential that another one of the same account takes the place of: it is deleted at the site as
 * after a rotation, once nothing that was opened before can still send it. `null` where it stays: it is the same one, it does
 * not work any more, it is none that can be deleted, another connection goes to the same account, or it cannot be told
 * which of the account's credentials it is. Asks the site twice; what goes wrong there is logged, and the credential stays.
 */
export async function planRetirement(
  deps: ConnectionsDeps,
  connection: Connection,
  found: Found<unknown>,
  actor: string,
  options: CallOptions = {},
): Promise<Rotation | null> {
  const connector = connectorOf(connection.kind)
  const { credentials } = connector
  if (credentials === undefined || connection.siteKey !== found.siteKey) return null
  if (!isSameAccount(connection.account, found.account) || (await isShared(deps, connection))) return null
  try {
    const { sealed } = await readConnectionSecrets(deps.store.db, connection.id)
    if (sealed === null) return null
    const identify = (secret: unknown): Promise<string | null> =>
      credentials.identify({ ...callContext(deps, options), site: found.site, secret })
    const old = await identify(openSecret(deps, connector, connection.id, sealed))
    const made = old === null ? null : await identify(found.secret)
    if (old === null || made === null || old === made) return null
    const now = Date.now()
    return {
      id: randomUUID(),
      name: '',
      step: 'retiring',
      ...{ old, made, actor },
      startedAt: new Date(now),
      holdUntil: new Date(now + holdMilliseconds),
      retireAt: new Date(now + retireMilliseconds),
    }
  } catch (error) {
    deps.log.info({ err: error, connection: connection.id }, 'The former credential stays at the site')
    return null
  }
}

/** Whether another connection, of any project, goes to the same account: it may have been given the same password. */
async function isShared({ store }: ConnectionsDeps, { id, siteKey }: Connection): Promise<boolean> {
  const other = await store.db
    .selectFrom('connections')
    .select('id')
    .where('siteKey', '=', siteKey)
    .where('id', '<>', id)
    .executeTakeFirst()
  return other !== undefined
}

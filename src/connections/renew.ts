import type { Transaction } from 'kysely'
import type { Connector, Renewal } from '../connectors/connector.ts'
import { HubError } from '../errors/hub-error.ts'
import { readConnectionSecrets, writeConnectionSecrets } from '../store/connection-secrets.ts'
import { lockConnection, updateConnection } from '../store/connections.ts'
import type { Database } from '../store/database.ts'
import type { Store } from '../store/open-store.ts'
import { type ConnectionsDeps, callContext } from './deps.ts'
import { createLanes, type Lanes } from './lanes.ts'
import { endLogin } from './needs-login.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'

/**
 * A renewal holds a connection to the database while it asks the site, since its row lock must outlast the answer: so
 * only few at once in a process, and of one connection one.
 */
const atOnce = 3
const mostSteps = 3
const underWay = new WeakMap<Store, { readonly lanes: Lanes; readonly flights: Map<string, Promise<unknown>> }>()

/**
 * A renewed credential. Whoever comes first asks the site under the row's lock; the others, in this process or another,
 * wait and take what it got. Each step is committed before the next and before any use. Throws `needs_login` when only a
 * person can help (the connection says so from then on), and what the site said when later may work.
 */
export async function renewSecret<Secret>(
  deps: ConnectionsDeps,
  connector: Connector<Secret>,
  id: string,
): Promise<Secret> {
  const { renewal } = connector
  if (renewal === undefined) throw new HubError('internal', `A ${connector.kind} credential is not renewed`)
  const mine = underWay.get(deps.store) ?? { lanes: createLanes(atOnce), flights: new Map() }
  underWay.set(deps.store, mine)
  const flight = mine.flights.get(id) ?? mine.lanes.run(() => renewSteps(deps, connector, renewal, id))
  mine.flights.set(id, flight)
  try {
    // Of one connection all flights have its connector's kind of secret.
    return (await flight) as Secret
  } finally {
    mine.flights.delete(id)
  }
}

async function renewSteps<Secret>(
  deps: ConnectionsDeps,
  connector: Connector<Secret>,
  renewal: Renewal<Secret>,
  id: string,
): Promise<Secret> {
  for (let step = 0; step < mostSteps; step++) {
    const { secret, more } = await deps.store.transaction((tx) => renewStep(deps, connector, renewal, id, tx))
    if (secret === null) throw new HubError('needs_login', 'The credential has ended, and only a person can renew it')
    if (!more) return secret
  }
  throw new HubError('unexpected_answer', 'The site gives tokens that have ended already')
}

async function renewStep<Secret>(
  deps: ConnectionsDeps,
  connector: Connector<Secret>,
  renewal: Renewal<Secret>,
  id: string,
  tx: Transaction<Database>,
): Promise<{ readonly secret: Secret | null; readonly more: boolean }> {
  const connection = await lockConnection(tx, id)
  const secret = openSecret(deps, connector, id, (await readConnectionSecrets(tx, id)).sealed)
  const now = Date.now()
  if (!renewal.isDue(secret, now)) return { secret, more: false }
  const renewed = await renewal.renew({ ...callContext(deps), site: connection.site, secret }, now)
  if (renewed.kind !== 'renewed') {
    if (renewed.kind === 'unavailable') throw new HubError(renewed.code, renewed.message, { retry: 'later' })
    await endLogin(tx, connection, { code: renewed.code, why: renewed.message })
    return { secret: null, more: false }
  }
  await writeConnectionSecrets(tx, id, { sealed: sealSecret(deps, id, renewed.secret) })
  await updateConnection(tx, id, { expiresAt: renewal.expiryOf(renewed.secret) })
  return { secret: renewed.secret, more: renewed.more }
}

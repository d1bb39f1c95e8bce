import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { createAccess } from './access.ts'
import { checkConnection, type Diagnosis } from './check.ts'
import { type CallOptions, type ConnectionRef, type ConnectionsDeps, callContext } from './deps.ts'
import { keepDiagnosis } from './keep-diagnosis.ts'
import { learnConnection } from './learn.ts'

/**
 * A check that a person asked for. Where it sees something else than is told, it looks a second time at once, so that two
 * checks agree and the person sees what is. One that needs a login and works again is active afterwards.
 */
export async function checkNow(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  { actor, ...options }: CallOptions & { readonly actor: string },
): Promise<Connection> {
  for (let tries = 1; ; tries++) {
    const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
    const asked = { ...options, cause: actor, now: new Date(), diagnose: 'when failing' } as const
    const after = await checkConnection(deps, connection, asked)
    if (after !== null && (after.pendingVerdict === null || tries >= 2)) return learnAnew(deps, after, options)
    if (after === null && tries >= 2) throw new HubError('conflict', 'The connection changes just now')
  }
}

/** What is kept of a site that is well is asked for anew: a person who checks it may just have changed it. */
async function learnAnew(deps: ConnectionsDeps, connection: Connection, options: CallOptions): Promise<Connection> {
  if (connection.verdict !== 'connected' || connectorOf(connection.kind).learnWhenChecked !== true) return connection
  return learnConnection(deps, connection, new Date(), options).catch((error: unknown) => {
    // The check itself is what was asked for; the next sweep looks again.
    deps.log.warn({ err: error, connection: connection.id }, 'What is kept of a site could not be asked for anew')
    return connection
  })
}

/** Diagnoses a connection with its credential and keeps that in its history. The verdict that is told is the checks'. */
export async function diagnoseConnection(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  { actor, ...options }: CallOptions & { readonly actor: string },
): Promise<Diagnosis> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  const connector = connectorOf(connection.kind)
  const secret = await createAccess(deps, connector, ref.id)()
  const diagnosis = await connector.diagnose({ ...callContext(deps, options), site: connection.site, secret })
  await keepDiagnosis(deps.store.db, ref.id, diagnosis, actor)
  return diagnosis
}

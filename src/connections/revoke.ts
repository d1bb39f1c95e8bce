import type { RemoteCredentials, SiteContext } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { readConnectionSecrets, writeConnectionSecrets } from '../store/connection-secrets.ts'
import {
  type Connection,
  deleteConnection as deleteRow,
  getConnection,
  lockConnection,
  updateConnection,
} from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import { createAccess } from './access.ts'
import type { Diagnosis } from './check.ts'
import { type CallOptions, type ConnectionRef, type ConnectionsDeps, callContext } from './deps.ts'
import { healthOf, nameOf } from './health-event.ts'
import { rotationOf } from './rotation.ts'

/**
 * What became of the credential at the site. `deleted`: it is worth nothing any more. `gone`: it was so already, or there
 * was none. `left`: it cannot be deleted there (a token, which ends by itself; an account's password).
 */
export type AtSite = 'deleted' | 'gone' | 'left'

/**
 * Deletes the credential at the site, then here; the connection needs a login from then on. Throws what the site says when
 * it cannot be asked, and then nothing is changed here. `conflict` between the plan and the swap of a rotation.
 */
export async function revokeConnection(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  options: CallOptions = {},
): Promise<{ readonly connection: Connection; readonly atSite: AtSite }> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  const atSite = await revokeAtSite(deps, connection, options)
  const revoked = await deps.store.transaction(async (tx) => {
    const before = await lockConnection(tx, ref.id)
    await writeConnectionSecrets(tx, ref.id, { sealed: null, sealedNext: null })
    const after = await updateConnection(tx, ref.id, {
      state: 'needs-login',
      verdict: 'refused',
      code: 'revoked',
      pendingVerdict: null,
      pendingCode: null,
      rotation: null,
      expiresAt: null,
      nextCheckAt: null,
    })
    const payload = { ...nameOf(after), before: healthOf(before), after: healthOf(after), atSite }
    await addEvent(tx, { projectId: after.projectId, type: 'connection.revoked', subject: after.id, payload })
    return after
  })
  return { connection: revoked, atSite }
}

/**
 * Removes a connection with its checks and caches; with `revoke`, the credential is deleted at the site first, and what the
 * site says against that is thrown and nothing is removed.
 */
export async function deleteConnection(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  options: CallOptions & { readonly revoke: boolean },
): Promise<{ readonly atSite: AtSite }> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  const atSite = options.revoke ? await revokeAtSite(deps, connection, options) : 'left'
  await deps.store.transaction(async (tx) => {
    if (!(await deleteRow(tx, ref.projectId, ref.id)))
      throw new HubError('not_found', `There is no connection ${ref.id}`)
    const payload = { ...nameOf(connection), atSite }
    await addEvent(tx, { projectId: ref.projectId, type: 'connection.deleted', subject: ref.id, payload })
  })
  return { atSite }
}

async function revokeAtSite(deps: ConnectionsDeps, connection: Connection, options: CallOptions): Promise<AtSite> {
  const rotation = rotationOf(connection)
  if (rotation !== null && rotation.step !== 'retiring') {
    const fix = 'Try again in some minutes.'
    throw new HubError('conflict', `The credential of "${connection.name}" is being replaced`, { fix, retry: 'later' })
  }
  const connector = connectorOf(connection.kind)
  const { credentials } = connector
  const { sealed } = await readConnectionSecrets(deps.store.db, connection.id)
  if (sealed === null) return 'gone'
  if (credentials === undefined) return 'left'
  let secret: unknown
  try {
    secret = await createAccess(deps, connector, connection.id)()
  } catch (error) {
    if (error instanceof HubError && error.code === 'needs_login') return 'gone'
    throw error
  }
  const context = { ...callContext(deps, options), site: connection.site, secret }
  try {
    if (rotation !== null) await credentials.remove(context, rotation.old)
    return await removeItself(credentials, context)
  } catch (error) {
    if (!(error instanceof HubError) || !isNotLoggedIn(error)) throw error
    return judgeRefusal(await connector.diagnose(context))
  }
}

/** A site that takes us for a stranger may not know the credential any more, or may never have got it. */
function judgeRefusal({ code, title, cause, fix, alternatives }: Diagnosis): AtSite {
  const mayBeStripped = alternatives.some((other) => other.code === 'auth_header_stripped')
  if ((code === 'revoked' && !mayBeStripped) || code === 'jwt_invalid') return 'gone'
  throw new HubError(code ?? 'remote_refused', cause ?? title, fix === null ? {} : { fix })
}

/** The credential deletes itself. It must come last: nothing can be asked with it afterwards. */
async function removeItself(credentials: RemoteCredentials<unknown>, context: SiteContext<unknown>): Promise<AtSite> {
  const id = await credentials.identify(context)
  if (id === null) return 'left'
  await credentials.remove(context, id)
  return 'deleted'
}

function isNotLoggedIn({ evidence }: HubError): boolean {
  return typeof evidence === 'object' && evidence !== null && 'status' in evidence && evidence.status === 401
}

import type { Found } from '../connectors/connector.ts'
import { connectorOf, methodOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { writeConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, getConnection, lockConnection, updateConnection } from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import type { Db } from '../store/open-store.ts'
import type { Diagnosis } from './check.ts'
import { type ConnectOutcome, keepProof } from './connect.ts'
import { decodeInput } from './decode-input.ts'
import { type CallOptions, type ConnectionRef, type ConnectionsDeps, callContext } from './deps.ts'
import { planRetirement } from './former-credential.ts'
import { healthOf, nameOf } from './health-event.ts'
import { nextCheck } from './next-check.ts'
import { refuseWhileRotating } from './rotation.ts'
import { sealSecret } from './sealed-secret.ts'

/**
 * Gives a connection another credential, tried first. It keeps its name, its groups and its history. The former one is deleted
 * at the site two minutes later, where that can be (`former-credential.ts`). Throws `bad_input` when the credential is for
 * another site, `conflict` during a rotation.
 */
export async function reconnect(
  deps: ConnectionsDeps,
  request: { readonly ref: ConnectionRef; readonly method: string; readonly input: object; readonly actor: string },
  options: CallOptions = {},
): Promise<ConnectOutcome> {
  const { ref, actor } = request
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  const method = methodOf(connectorOf(connection.kind), request.method)
  if (!('probe' in method)) throw new HubError('bad_input', `"${request.method}" begins with an approval at the site`)
  const input = await decodeInput(method.schema, { ...knownInput(connection), ...request.input })
  const { diagnosis, found } = await method.probe(callContext(deps, options), input)
  return replaceCredential(deps, { ref, method: request.method, actor }, diagnosis, found, options)
}

/** What was said of a site when it was connected, in the fields of methods: where it is, and which hosts may get a credential. */
export function knownInput({ url, site: { allowRoots } }: Connection): Record<string, unknown> {
  return { address: url, ...(allowRoots === undefined ? {} : { allowRoots }) }
}

/** Puts what a probe found, if it did, in the place of a connection's credential; with `alongside` in the same transaction. */
export async function replaceCredential(
  deps: ConnectionsDeps,
  { ref, method, actor }: { readonly ref: ConnectionRef; readonly method: string; readonly actor: string },
  diagnosis: Diagnosis,
  found: Found<unknown> | null,
  options: CallOptions = {},
  alongside: (tx: Db) => Promise<void> = async () => undefined,
): Promise<ConnectOutcome> {
  if (found === null) return { diagnosis, connection: null, sameSite: [] }
  const known = await getConnection(deps.store.db, ref.projectId, ref.id)
  const former = await planRetirement(deps, known, found, actor, options)
  return deps.store.transaction(async (tx) => {
    await getConnection(tx, ref.projectId, ref.id)
    const before = await lockConnection(tx, ref.id)
    refuseWhileRotating(before)
    if (found.siteKey !== before.siteKey) {
      throw new HubError('bad_input', `This credential is for ${found.url}, and the connection for ${before.url}`, {
        fix: 'Connect that site as a connection of its own.',
      })
    }
    await alongside(tx)
    await writeConnectionSecrets(tx, ref.id, { sealed: sealSecret(deps, ref.id, found.secret), sealedNext: null })
    const now = new Date()
    const { account, site, expiresAt } = found
    const after = await updateConnection(tx, ref.id, {
      ...{ method, account, site, expiresAt, rotation: former === null ? null : { ...former } },
      state: before.state === 'paused' ? 'paused' : 'active',
      verdict: diagnosis.verdict,
      code: diagnosis.code,
      pendingVerdict: null,
      pendingCode: null,
      checkedAt: now,
      nextCheckAt: nextCheck(now),
    })
    await keepProof(tx, after, diagnosis, found, actor)
    await addEvent(tx, {
      projectId: after.projectId,
      type: 'connection.changed',
      subject: after.id,
      payload: {
        ...nameOf(after),
        before: healthOf(before),
        after: healthOf(after),
        why: 'connected again',
        formerCredential: former === null ? 'left' : 'to be deleted',
      },
    })
    return { diagnosis, connection: after, sameSite: [] }
  })
}

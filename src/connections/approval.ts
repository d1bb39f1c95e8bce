import { z } from 'zod'
import type { Returned } from '../connectors/connection-method.ts'
import { connectorOf, methodOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { getConnection } from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import {
  createHandshake,
  findHandshake,
  findHandshakeOf,
  keepInHandshake,
  newHandshakeId,
  useHandshake,
} from '../store/handshakes.ts'
import type { Db } from '../store/open-store.ts'
import { placeOf } from '../vault/seal.ts'
import { type ConnectOutcome, keepFound, type NewConnectionRequest } from './connect.ts'
import { decodeInput } from './decode-input.ts'
import { type CallOptions, type ConnectionsDeps, callContext } from './deps.ts'
import { knownInput, replaceCredential } from './reconnect.ts'

/**
 * A connection that is approved at the site. States of its handshake:
 * - **open**: `beginApproval` made it, with the hash of its nonce; the person is at the site.
 * - **returned**: `receiveReturn` sealed the address that the site sent the person to, so that the password leaves the
 *   address bar at once. In paste mode, and where the person pastes that address, this state is skipped.
 * - **used**: `finishApproval` tried the password and stored the connection, in one transaction. Where the site refuses, the
 *   handshake stays as it is and may be finished again, until
 * - **expired**: its time (15 minutes) is over, and what was sealed in it goes.
 */
const handshakeKind = 'connect'

/** The path below our public address that sites send people back to, with `handshake` in the query. */
const returnPath = '/connect/return'

const kept = z.object({
  kind: z.string(),
  method: z.string(),
  name: z.string().optional(),
  groups: z.array(z.string()),
  /** A connection that gets a new credential. */
  connection: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
})

export interface ApprovalBegun {
  readonly handshake: string
  /** Where the person approves. */
  readonly url: string
  readonly mode: 'callback' | 'paste'
  readonly expiresAt: Date
}

/** Starts an approval at the site. Throws the site's diagnosis as an error where it offers none. */
export async function beginApproval(
  deps: ConnectionsDeps,
  request: NewConnectionRequest & { readonly input: object; readonly connection?: string | undefined },
  options: CallOptions = {},
): Promise<ApprovalBegun> {
  const { projectId, kind, method: methodName, name, groups = [], connection, actor } = request
  const method = methodOf(connectorOf(kind), methodName)
  if (!('begin' in method)) throw new HubError('bad_input', `"${methodName}" needs no approval at the site`)
  const id = newHandshakeId()
  const origin = { callback: callbackOf(deps.publicUrl, id), installationId: deps.installationId }
  const known = connection === undefined ? {} : knownInput(await getConnection(deps.store.db, projectId, connection))
  const input = await decodeInput(method.schema, { ...known, ...request.input })
  const { url, nonce, mode, expiresAt, data } = await method.begin(callContext(deps, options), input, origin)
  const keep: z.infer<typeof kept> = { kind, method: methodName, groups: [...groups], data }
  await createHandshake(deps.store.db, {
    id,
    projectId,
    kind: handshakeKind,
    secret: nonce,
    data: { ...keep, ...(name === undefined ? {} : { name }), ...(connection === undefined ? {} : { connection }) },
    createdBy: actor,
    expiresAt,
  })
  return { handshake: id, url: url.href, mode, expiresAt }
}

function callbackOf(publicUrl: URL | null, handshake: string): URL | null {
  if (publicUrl === null) return null
  const url = new URL(publicUrl.href.replace(/\/*$/, '') + returnPath)
  url.searchParams.set('handshake', handshake)
  return url
}

/**
 * Takes the address that the site sent a person back to, before anything is asked of anyone. Its handshake and
 * project, for a clean address to go on at. Throws `authorization_mismatch` for one that was not begun here, or is over.
 */
export async function receiveReturn(
  deps: ConnectionsDeps,
  url: URL,
): Promise<{ readonly handshake: string; readonly project: string }> {
  const { id, nonce } = proofIn(url)
  const handshake = await findHandshake(deps.store.db, id, nonce)
  if (handshake?.kind !== handshakeKind) throw notOurs()
  const { projectId } = handshake
  const sealed = deps.vault.seal(url.href, placeOf('handshakes', id, 'sealed'))
  await deps.store.transaction(async (tx) => {
    if (!(await keepInHandshake(tx, id, sealed))) throw notOurs()
    // Whoever began it elsewhere goes on there.
    await addEvent(tx, { projectId, type: 'connection.approved', subject: id, payload: {} })
  })
  return { handshake: id, project: projectId }
}

/** What a person brings to `finishApproval`; nothing where the site sent them back. */
export type Pasted =
  | { readonly username: string; readonly password: string }
  /** The address that the browser ended at. */
  | { readonly address: string }

/**
 * Goes on after the approval: tries the password, then stores the connection, or the new credential of the connection that
 * it was begun for. Throws `authorization_mismatch`, `authorization_expired`, `user_rejected`, and what `connect` throws.
 */
export async function finishApproval(
  deps: ConnectionsDeps,
  request: { readonly projectId: string; readonly handshake: string; readonly pasted?: Pasted; readonly actor: string },
  options: CallOptions = {},
): Promise<ConnectOutcome> {
  const { projectId, actor } = request
  const handshake = await findHandshakeOf(deps.store.db, projectId, request.handshake)
  if (handshake?.kind !== handshakeKind) throw notOurs()
  const { kind, method: methodName, name, groups, connection, data } = kept.parse(handshake.data)
  const method = methodOf(connectorOf(kind), methodName)
  if (!('finish' in method)) throw new HubError('internal', 'The handshake is for a method without approval')
  const returned = await readReturned(deps, handshake.id, handshake.sealed, request.pasted)
  const { diagnosis, found } = await method.finish(callContext(deps, options), data, returned)
  const use = async (tx: Db): Promise<void> => {
    if (!(await useHandshake(tx, handshake.id))) throw notOurs()
  }
  if (connection !== undefined) {
    const ref = { projectId, id: connection }
    return replaceCredential(deps, { ref, method: methodName, actor }, diagnosis, found, options, use)
  }
  return keepFound(deps, { projectId, kind, method: methodName, name, groups, actor }, diagnosis, found, use)
}

async function readReturned(
  deps: ConnectionsDeps,
  id: string,
  sealed: string | null,
  pasted: Pasted | undefined,
): Promise<Returned> {
  if (pasted !== undefined && 'password' in pasted) return { kind: 'pasted', ...pasted }
  if (pasted === undefined && sealed === null) {
    throw new HubError('bad_input', 'The site has not sent anybody back yet', {
      fix: 'Approve at the site, or paste the password that it shows.',
    })
  }
  const address = pasted?.address ?? deps.vault.open(sealed ?? '', placeOf('handshakes', id, 'sealed'))
  const url = URL.parse(address)
  if (url === null || (await findHandshake(deps.store.db, id, proofIn(url).nonce)) === null) throw notOurs()
  return { kind: 'address', url }
}

/** The handshake that an address names, and the nonce that proves it: parameters of ours, or the `state` of OAuth. */
function proofIn({ searchParams }: URL): { readonly id: string; readonly nonce: string } {
  const [id = '', nonce = ''] = (searchParams.get('state') ?? '').split('.')
  return { id: searchParams.get('handshake') ?? id, nonce: searchParams.get('nonce') ?? nonce }
}

function notOurs(): HubError {
  return new HubError('authorization_mismatch', 'This is not an authorization that is under way here')
}

import type { Found } from '../connectors/connector.ts'
import { connectorOf, methodOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { putConnectionCache } from '../store/connection-caches.ts'
import {
  type Connection,
  findConnection,
  insertConnection,
  listConnections,
  newConnectionId,
} from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import { lockName } from '../store/lock-name.ts'
import type { Db } from '../store/open-store.ts'
import type { Diagnosis } from './check.ts'
import { decodeInput } from './decode-input.ts'
import { type CallOptions, type ConnectionsDeps, callContext } from './deps.ts'
import { healthOf, nameOf } from './health-event.ts'
import { keepDiagnosis } from './keep-diagnosis.ts'
import { nextCheckPostponed } from './next-check.ts'
import { sealSecret } from './sealed-secret.ts'

/** What a new connection is to be. */
export interface NewConnectionRequest {
  readonly projectId: string
  readonly kind: string
  readonly method: string
  /** What the method's schema asks for. */
  readonly input: unknown
  /** Default: the site's title. */
  readonly name?: string | undefined
  readonly groups?: readonly string[] | undefined
  /** Who: `user:<id>`, … */
  readonly actor: string
}

/** `connection` is there when the verdict is `connected`. */
export interface ConnectOutcome {
  readonly diagnosis: Diagnosis
  readonly connection: Connection | null
  /** Connections of the project to the same site under other accounts. */
  readonly sameSite: readonly { readonly id: string; readonly name: string }[]
}

/**
 * Connects a site by what a person typed: tried first, then sealed and stored at once, with all that was learned. What
 * the site refuses is a diagnosis, and nothing is kept. Throws `bad_input`, `already_exists` (the name, or the site under
 * this account), `not_found` for a project that is not there.
 */
export async function connect(
  deps: ConnectionsDeps,
  request: NewConnectionRequest,
  options: CallOptions = {},
): Promise<ConnectOutcome> {
  const connector = connectorOf(request.kind)
  const method = methodOf(connector, request.method)
  if (!('probe' in method)) throw new HubError('bad_input', `"${request.method}" begins with an approval at the site`)
  const input = await decodeInput(method.schema, request.input)
  if (request.name !== undefined) await refuseTakenName(deps.store.db, request.projectId, request.name)
  const { diagnosis, found } = await method.probe(callContext(deps, options), input)
  return keepFound(deps, request, diagnosis, found)
}

/** Stores what a probe found, if it did; with `alongside` in the same transaction. */
export async function keepFound(
  deps: ConnectionsDeps,
  request: Omit<NewConnectionRequest, 'input'>,
  diagnosis: Diagnosis,
  found: Found<unknown> | null,
  alongside: (tx: Db) => Promise<void> = async () => undefined,
): Promise<ConnectOutcome> {
  if (found === null) return { diagnosis, connection: null, sameSite: [] }
  const { projectId, kind, method, actor } = request
  const id = newConnectionId()
  const sealed = sealSecret(deps, id, found.secret)
  return deps.store.transaction(async (tx) => {
    await lockName(tx, `site ${projectId} ${found.siteKey}`)
    const sameSite = (await listConnections(tx, { projectId, siteKey: found.siteKey })).items
    const same = sameSite.find((other) => other.kind === kind && isSameAccount(other.account, found.account))
    if (same !== undefined) throw alreadyConnected(same)
    await alongside(tx)
    const { url, siteKey, account, site, expiresAt } = found
    const now = new Date()
    const kept = { id, projectId, kind, method, url, siteKey, account, site, expiresAt, sealed }
    const connection = await insertConnection(tx, {
      ...kept,
      name: request.name ?? (await freeName(tx, projectId, found.name, new URL(url).host)),
      groups: request.groups ?? [],
      verdict: diagnosis.verdict,
      code: diagnosis.code,
      checkedAt: now,
      // Soon, since the first check also learns what a probe does not ask for.
      nextCheckAt: nextCheckPostponed(now),
      createdBy: actor,
    })
    await keepProof(tx, connection, diagnosis, found, actor)
    const payload = { ...nameOf(connection), after: healthOf(connection) }
    await addEvent(tx, { projectId, type: 'connection.connected', subject: id, payload })
    return { diagnosis, connection, sameSite: sameSite.map((other) => ({ id: other.id, name: other.name })) }
  })
}

/** Writes down the diagnosis that let a credential in, and what was learned on the way. */
export async function keepProof(
  tx: Db,
  { id }: Connection,
  diagnosis: Diagnosis,
  found: Found<unknown>,
  actor: string,
): Promise<void> {
  await keepDiagnosis(tx, id, diagnosis, actor)
  for (const [name, body] of Object.entries(found.caches)) await putConnectionCache(tx, id, name, body)
}

export function isSameAccount(a: string | null, b: string | null): boolean {
  return (a ?? '').trim().toLowerCase() === (b ?? '').trim().toLowerCase()
}

function alreadyConnected({ id, name, account }: Connection): HubError {
  const who = account === null ? '' : ` as ${account}`
  return new HubError('already_exists', `This site is connected${who} already: "${name}" (${id})`, {
    fix: 'Use that connection, or connect it again to give it another credential.',
    evidence: { connection: id, name },
  })
}

async function refuseTakenName(db: Db, projectId: string, name: string): Promise<void> {
  if ((await findConnection(db, projectId, name)) === undefined) return
  throw new HubError('already_exists', `There is a connection named "${name}" already`)
}

/** The site's title; with its host, then with a number, where that is taken. */
async function freeName(db: Db, projectId: string, title: string, host: string): Promise<string> {
  for (let tries = 1; tries < 1000; tries++) {
    const name = tries === 1 ? title : tries === 2 ? `${title} (${host})` : `${title} (${host}) ${tries - 1}`
    if ((await findConnection(db, projectId, name)) === undefined) return name
  }
  throw new HubError('already_exists', `There are a thousand connections named "${title}" already`)
}

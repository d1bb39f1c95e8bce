import { HubError, toHubError } from '../errors/hub-error.ts'
import { sha256Of } from '../files/sha256.ts'
import { createRedactor } from '../log/redact.ts'
import { traced } from '../log/trace.ts'
import { addAuditEntry } from '../store/audit.ts'
import {
  abandonIdempotent,
  beginIdempotent,
  finishIdempotent,
  type IdempotencyKey,
  noteIdempotent,
  releaseIdempotent,
} from '../store/idempotency-keys.ts'
import { getRole, type MemberRole } from '../store/members.ts'
import type { Db } from '../store/open-store.ts'
import { type Actor, actorName } from './actor.ts'
import type { OperationContext } from './context.ts'
import type { OperationMeta } from './operation.ts'
import { isAllowed } from './permission.ts'
import { resolveProject } from './resolve-project.ts'

/** The project that an operation works in. */
export interface ProjectScope {
  readonly id: string
  readonly role: MemberRole
  /** The only connections that may be used or shown, or `null` for all. */
  readonly connectionIds: readonly string[] | null
}

/** A write under an idempotency key, as its operation sees it. */
export interface UnderKey {
  /** What an earlier try left that ended without an answer, or `null`: it may have been done. */
  readonly earlier: unknown
  /** Leaves word for the next try before something is sent that may not simply be repeated; `null` takes it back. At most 4 KB. */
  note(value: unknown): Promise<void>
}

export interface GuardedCall {
  /** `connections.list`. */
  readonly name: string
  readonly meta: OperationMeta
  /** As it came in, not yet validated. */
  readonly input: unknown
  readonly context: OperationContext
}

type Run<T> = (project: ProjectScope | null, underKey: UnderKey | null) => Promise<T>

/** Permission, audit and idempotency of every operation, before its input is even looked at. `run` is the operation itself. */
export async function guard<T>(call: GuardedCall, run: Run<T>): Promise<T> {
  const { actor, requestId } = call.context
  const attributes = { 'pressroom.actor': actor.kind, 'pressroom.request': requestId ?? '' }
  return traced(call.name, attributes, () => guarded(call, run))
}

async function guarded<T>(call: GuardedCall, run: Run<T>): Promise<T> {
  const project = await permit(call)
  if (call.meta.effect === 'read') return run(project, null)
  try {
    const result = await once(call, project, (underKey) => run(project, underKey))
    if (call.meta.streams === true) return auditAtEnd(call, project, result as AsyncIterable<unknown>) as T
    await audit(call, project, 'ok')
    return result
  } catch (thrown) {
    // What strangers fail at is not worth a row: they could write any number of them.
    if (call.context.actor.kind !== 'stranger') await audit(call, project, toHubError(thrown).code)
    throw thrown
  }
}

/** What came of a stream is known when it ends: well, by an error, or because nobody listened any more. */
async function* auditAtEnd(
  call: GuardedCall,
  project: ProjectScope | null,
  stream: AsyncIterable<unknown>,
): AsyncGenerator<unknown, void> {
  let outcome = 'cancelled'
  try {
    yield* stream
    outcome = 'ok'
  } catch (thrown) {
    outcome = toHubError(thrown).code
    throw thrown
  } finally {
    await audit(call, project, outcome)
  }
}

/** Throws `login_required` to strangers, `forbidden` to everybody else; `not_found` for projects of others, so that ids tell nothing. */
async function permit(call: GuardedCall): Promise<ProjectScope | null> {
  const { name, meta, context } = call
  const { actor } = context
  const operation = { name, permission: meta.permission, people: meta.people }
  if (meta.permission === 'anybody' || meta.permission === 'user' || meta.permission === 'admin') {
    if (isAllowed(actor, operation, null)) return null
    throw await refuse(call, null)
  }
  if (actor.kind === 'stranger') throw await refuse(call, null)
  const { store } = await context.hub()
  const id = await resolveProject(store.db, actor, fieldOf(call.input, 'project'))
  const role = await roleIn(context, id)
  if (role === null) throw new HubError('not_found', 'There is no such project')
  const project: ProjectScope = { id, role, connectionIds: actor.kind === 'key' ? actor.connectionIds : null }
  if (!isAllowed(actor, operation, role) || !mayTouch(project, meta, call.input)) throw await refuse(call, id)
  return project
}

/** What the caller may do in a project; `null` for a stranger to it. */
export async function roleIn(context: OperationContext, projectId: string): Promise<MemberRole | null> {
  const { actor } = context
  if (actor.kind === 'local') return 'owner'
  if (actor.kind === 'key') return actor.projectId === projectId ? actor.role : null
  if (actor.kind === 'stranger') return null
  // Administrators own every project: they could make themselves a member of it anyway.
  if (actor.admin) return 'owner'
  const { store } = await context.hub()
  return getRole(store.db, projectId, actor.id)
}

/** A key that is limited to some connections reaches operations on those, and lists, which show only those. */
function mayTouch(project: ProjectScope, meta: OperationMeta, input: unknown): boolean {
  if (project.connectionIds === null || meta.connections === 'list') return true
  const connection = fieldOf(input, 'connection')
  return meta.connections === 'one' && connection !== undefined && project.connectionIds.includes(connection)
}

async function refuse(call: GuardedCall, projectId: string | null): Promise<HubError> {
  const { actor } = call.context
  if (actor.kind === 'stranger') return new HubError('login_required', 'You are not logged in')
  await audit(call, projectId === null ? null : { id: projectId }, 'forbidden')
  return new HubError('forbidden', `You may not do this: ${call.name} needs ${describe(call.meta, actor)}`)
}

function describe(meta: OperationMeta, actor: Actor): string {
  if (actor.kind === 'key') return meta.people === true ? 'a person: keys may not' : 'a key that is allowed to'
  return meta.permission === 'admin' ? 'an administrator of this hub' : `the role ${meta.permission} in the project`
}

/**
 * Until then a repeat is told to wait, also after a crash. Only a large file takes longer to send: its note says until when it
 * may still arrive, so that a repeat looks for it and sends nothing.
 */
const longestSeconds = 11 * 60

/** A write under an idempotency key happens once; its answer is replayed. */
async function once<T>(
  call: GuardedCall,
  project: ProjectScope | null,
  run: (underKey: UnderKey | null) => Promise<T>,
): Promise<T> {
  const { context, name, meta, input } = call
  // Strangers cannot be told apart, so that one could get the answer of another.
  if (context.idempotencyKey === undefined || context.actor.kind === 'stranger') return run(null)
  if (meta.streams === true)
    throw new HubError('bad_input', 'What is told while it happens cannot be replayed, and takes no Idempotency-Key', {
      fix: 'Leave the header out, or call the operation that answers once.',
    })
  const { store, vault } = await context.hub()
  const key = { scope: `${project?.id ?? ''}/${actorName(context.actor)}`, key: context.idempotencyKey }
  // Keyed, since the input may hold a password that could be guessed from a plain hash.
  const requestHash = vault.fingerprint(await writeDown([name, input]))
  const begun = await beginIdempotent(store.db, key, requestHash, longestSeconds)
  if (begun.kind === 'running') throw new HubError('conflict', 'The same request is still running', { retry: 'later' })
  if (begun.kind === 'mismatch') throw new HubError('conflict', 'This Idempotency-Key was used for another request')
  if (begun.kind === 'replay') {
    if (meta.secretOutput) throw new HubError('conflict', 'This was done already, and its answer is shown only once')
    if (begun.status === unkept)
      throw new HubError(
        'conflict',
        'This was done already, and its answer was not kept: it is large, or has a secret in it',
      )
    return begun.response as T
  }
  let noted = begun.note
  const underKey: UnderKey = {
    earlier: begun.note,
    async note(value) {
      await noteIdempotent(store.db, key, value)
      noted = value
    },
  }
  let result: T
  try {
    result = await run(underKey)
  } catch (thrown) {
    await (noted === null ? abandonIdempotent(store.db, key) : releaseIdempotent(store.db, key))
    throw thrown
  }
  await keepAnswer(store.db, key, meta.secretOutput ? null : result)
  return result
}

/** Kept as the status of an answer that is not. */
const unkept = 413
const { text: withoutSecrets } = createRedactor()

/** It was done, so nothing that goes wrong here may let it be done again. What a site may answer can hold secrets, which are kept nowhere in the open. */
async function keepAnswer(db: Db, key: IdempotencyKey, answer: unknown): Promise<void> {
  const text = JSON.stringify(answer) ?? ''
  if (withoutSecrets(text) !== text) return finishIdempotent(db, key, unkept, null)
  try {
    await finishIdempotent(db, key, 200, answer)
  } catch (thrown) {
    if (toHubError(thrown).code !== 'too_large') throw thrown
    await finishIdempotent(db, key, unkept, null)
  }
}

/** The input as text, a file by the hash of what it holds. Throws `bad_input` for lists within lists without end. */
async function writeDown(value: unknown): Promise<string> {
  const hashes = new Map<Blob, string>()
  const write = (): string =>
    JSON.stringify(value, (_, part: unknown) => {
      if (!(part instanceof Blob)) return part
      const known = hashes.get(part) ?? ''
      hashes.set(part, known)
      return ['file', part instanceof File ? part.name : '', known]
    })
  try {
    const text = write()
    if (hashes.size === 0) return text
    for (const file of hashes.keys()) hashes.set(file, await sha256Of(file))
    return write()
  } catch (cause) {
    throw new HubError('bad_input', 'The input is nested too deeply', { cause })
  }
}

async function audit(
  { context, name, meta, input }: GuardedCall,
  project: { readonly id: string } | null,
  outcome: string,
): Promise<void> {
  const { store } = await context.hub()
  await addAuditEntry(store.db, {
    projectId: project?.id ?? null,
    actor: actorName(context.actor),
    operation: name,
    subject: fieldOf(input, 'connection') ?? fieldOf(input, 'id') ?? null,
    detail: Object.fromEntries((meta.audited ?? []).map((field) => [field, fieldOf(input, field) ?? null])),
    outcome,
    requestId: context.requestId,
    address: context.address,
  })
}

function fieldOf(input: unknown, name: string): string | undefined {
  if (typeof input !== 'object' || input === null || !(name in input)) return undefined
  const value = (input as Record<string, unknown>)[name]
  return typeof value === 'string' ? value.slice(0, 300) : undefined
}

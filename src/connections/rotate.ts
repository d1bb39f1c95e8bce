import { randomBytes, randomUUID } from 'node:crypto'
import { productName } from '../config/product.ts'
import type { Connector, RemoteCredentials } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { createAccess } from './access.ts'
import { type CallOptions, type ConnectionRef, type ConnectionsDeps, callContext } from './deps.ts'
import { holdMilliseconds, type Rotation, refuseWhileRotating } from './rotation.ts'
import { proveAndSwap, undoRotation } from './rotation-ends.ts'
import { moveRotation, startRotation } from './rotation-steps.ts'

export interface RotateOptions extends CallOptions {
  /** Who: `user:<id>`, … */
  readonly actor: string
  /** Told after each step that is done, and waited for. */
  readonly onStep?: (step: 'planned' | 'made' | 'swapped') => void | Promise<void>
}

/**
 * Replaces a connection's credential by a new one that the site makes: at no moment does a request fail for it. The old
 * one stops working at the site some minutes later (`retireAt`), when `settleRotations` comes by. When it throws, the
 * old one is used on, and what was made is deleted at the site, now or by `settleRotations`.
 *
 * Throws `bad_input` where the credential is none that a site can make (a token, an account's password), `conflict`
 * during another rotation, and what the site says.
 */
export async function rotateConnection(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  options: RotateOptions,
): Promise<{ readonly connection: Connection; readonly retireAt: Date }> {
  const connection = await getConnection(deps.store.db, ref.projectId, ref.id)
  refuseWhileRotating(connection)
  const connector = connectorOf(connection.kind)
  const { credentials } = connector
  if (credentials === undefined) throw notRotatable(connection)
  const secret = await createAccess(deps, connector, ref.id)()
  const context = { ...callContext(deps, options), site: connection.site, secret }
  const old = await credentials.identify(context)
  if (old === null) throw notRotatable(connection)
  const plan = planRotation(old, options.actor)
  await startRotation(deps, ref.id, plan)
  await options.onStep?.('planned')
  try {
    await make(deps, { connector, credentials, connection, plan, secret }, options)
    const swapped = await proveAndSwap(deps, connector, ref.id, options)
    await options.onStep?.('swapped')
    return swapped
  } catch (error) {
    // While it is not known whether the site made one, it may still be making it: that is for later.
    if (!isLost(error)) await undoQuietly(deps, connector, ref.id)
    throw error
  }
}

function planRotation(old: string, actor: string): Rotation {
  const now = new Date()
  return {
    id: randomUUID(),
    name: `${productName} ${randomBytes(3).toString('hex')}`,
    step: 'planned',
    old,
    made: null,
    actor,
    startedAt: now,
    holdUntil: new Date(now.getTime() + holdMilliseconds),
    retireAt: null,
  }
}

interface Making {
  readonly connector: Connector
  readonly credentials: RemoteCredentials<unknown>
  readonly connection: Connection
  readonly plan: Rotation
  readonly secret: unknown
}

async function make(deps: ConnectionsDeps, making: Making, options: RotateOptions): Promise<void> {
  const { credentials, connection, plan, secret } = making
  const context = { ...callContext(deps, options), site: connection.site, secret }
  const made = await credentials.make(context, { id: plan.id, name: plan.name })
  await moveRotation(deps, connection.id, plan, { ...plan, step: 'made', made: made.id }, { next: made.secret })
  await options.onStep?.('made')
}

function isLost(error: unknown): boolean {
  const code = error instanceof HubError ? error.code : ''
  return code === 'answer_lost' || code === 'cancelled'
}

/** The error that led here is the one to tell; what cannot be undone now is undone later. */
async function undoQuietly(deps: ConnectionsDeps, connector: Connector, id: string): Promise<void> {
  try {
    await undoRotation(deps, connector, id)
  } catch (error) {
    deps.log.warn({ err: error, connection: id }, 'A rotation could not be undone yet')
  }
}

function notRotatable({ name, method }: Connection): HubError {
  const fix = 'Connect the site again with an application password, or with one click.'
  return new HubError('bad_input', `The credential of "${name}" (${method}) is none that the site can replace`, { fix })
}

import { type MiddlewareResult, os } from '@orpc/server'
import { HubError } from '../errors/hub-error.ts'
import type { OperationContext } from './context.ts'
import { guard, type ProjectScope, type UnderKey } from './guard.ts'
import type { Permission } from './permission.ts'

/** What every operation says of itself, for all faces alike. */
export interface OperationMeta {
  readonly permission: Permission
  /** As for connectors' actions: whether a repeat is harmless. All but `read` are audited. */
  readonly effect: 'read' | 'idempotent' | 'append' | 'destructive'
  /** How the operation meets connections: `one` has it as its input `connection`; a `list` shows only those that the key may use. */
  readonly connections?: 'one' | 'list'
  /** Never for keys: what could outlive a key, or reach further than it. */
  readonly people?: boolean
  /** Fields of the input, texts, that the audit log keeps beside the subject. */
  readonly audited?: readonly string[]
  /** The answer holds a secret that is shown once: it is never kept for a replay. */
  readonly secretOutput?: boolean
  /** Told while it happens: nothing that could be answered a second time. */
  readonly streams?: boolean
}

/** An operation that says nothing of itself is refused to all but administrators. */
const base = os.$context<OperationContext>().$meta<OperationMeta>({ permission: 'admin', effect: 'destructive' })

/**
 * The start of an operation on the whole hub, or on nothing that is kept:
 * `hubOperation({permission, effect}).route(…).input(…).output(…).handler(…)`.
 */
export function hubOperation(meta: OperationMeta) {
  return base.meta(meta).use(async ({ context, next, path }, input, output) => {
    const call = { name: path.join('.'), meta, input, context }
    return output(await guard(call, async () => (await next()).output))
  })
}

/**
 * The start of an operation in a project. Its input has `project` (`projectInput`); its context gets the project with the
 * caller's role, and what it may know of the idempotency key it was called under.
 */
export function projectOperation(meta: OperationMeta) {
  return base.meta(meta).use(async ({ context, next, path }, input, output) => {
    const call = { name: path.join('.'), meta, input, context }
    const result = output(
      await guard(
        call,
        async (project, underKey) => (await next({ context: { project: need(project), underKey } })).output,
      ),
    )
    // Only the type is read of this: the handler got both by `next`.
    return result as MiddlewareResult<{ readonly project: ProjectScope; readonly underKey: UnderKey | null }, unknown>
  })
}

function need(project: ProjectScope | null): ProjectScope {
  if (project === null) throw new HubError('internal', 'An operation in a project needs the permission of a role')
  return project
}

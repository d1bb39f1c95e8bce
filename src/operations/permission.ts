import type { MemberRole } from '../store/members.ts'
import type { Actor } from './actor.ts'

/** What an operation asks of its caller: nothing, a login or a key, to administer the hub, or a role in the operation's project. */
export type Permission = 'anybody' | 'user' | 'admin' | MemberRole

const rank: Record<MemberRole, number> = { viewer: 1, editor: 2, owner: 3 }

/**
 * Whether an actor may call an operation.
 * @param role the actor's role in the operation's project; `null` for a stranger to it, and for operations without a project
 */
export function isAllowed(
  actor: Actor,
  operation: { readonly name: string; readonly permission: Permission; readonly people?: boolean | undefined },
  role: MemberRole | null,
): boolean {
  if (operation.permission === 'anybody') return true
  if (actor.kind === 'stranger') return false
  if (actor.kind === 'local') return true
  if (actor.kind === 'key' && operation.people === true) return false
  if (actor.kind === 'key' && actor.operations !== null && !actor.operations.includes(operation.name)) return false
  if (operation.permission === 'user') return true
  // A key for everything is for everything in its project; the hub itself must have been named.
  if (operation.permission === 'admin') return actor.admin && (actor.kind === 'user' || actor.operations !== null)
  return role !== null && rank[role] >= rank[operation.permission]
}

/** Whether a role is at most another one. */
export function isRoleWithin(role: MemberRole, most: MemberRole): boolean {
  return rank[role] <= rank[most]
}

import type { MemberRole } from '../store/members.ts'

/** Who calls an operation. */
export type Actor =
  | { readonly kind: 'stranger' }
  /** Owns the data folder, so nothing could be kept from them. */
  | { readonly kind: 'local'; readonly name: string }
  | {
      readonly kind: 'user'
      readonly id: string
      readonly email: string
      readonly admin: boolean
      /** The id of the session, for whoever came with its cookie. */
      readonly session?: string
    }
  | {
      readonly kind: 'key'
      readonly id: string
      readonly projectId: string
      /** What the key may do at the most: never more than its maker. */
      readonly role: MemberRole
      /** Whether its maker administers the hub. Then the key may call those operations of administrators that it names. */
      readonly admin: boolean
      /** Names of operations (`connections.list`), or `null` for all. */
      readonly operations: readonly string[] | null
      /** The only connections that the key may use, or `null` for all of its project. */
      readonly connectionIds: readonly string[] | null
    }

/** The actor as the audit log writes it: `user:<id>`, `key:<id>`, `local:<os user>`, `stranger`. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'stranger') return 'stranger'
  return actor.kind === 'local' ? `local:${actor.name}` : `${actor.kind}:${actor.id}`
}

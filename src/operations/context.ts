import type { Settings } from '../config/settings-table.ts'
import type { Http } from '../http/client.ts'
import type { Attempt } from '../http/exchange.ts'
import type { Actor } from './actor.ts'
import type { Hub } from './hub.ts'

/** What an operation may use of its surroundings. Heavy parts are functions: an operation that does not ask loads none of them. */
export interface OperationContext {
  readonly settings: Settings
  readonly actor: Actor
  /** The database and what stands on it; opened at the first call. */
  hub(): Promise<Hub>
  /**
   * The way out. `typed` names hosts that a person typed on their own command line, which may be private; faces that serve
   * other people pass none.
   */
  http(typed?: readonly string[]): Http
  /** For logs and the audit log; `null` for calls that are not requests. */
  readonly requestId: string | null
  /** Where the call came from. */
  readonly address: string | null
  /** A write repeated under the same key answers as the first time. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  /** Told while a long operation runs. */
  readonly onAttempt?: (attempt: Attempt) => void
  readonly onProgress?: (progress: {
    readonly done: number
    readonly total: number | null
    readonly message: string
  }) => void
}

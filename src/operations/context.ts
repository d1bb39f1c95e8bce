import type { Settings } from '../config/settings-table.ts'
import type { Http } from '../http/client.ts'
import type { Attempt } from '../http/exchange.ts'

/** What an operation may use of its surroundings. Heavy parts are functions: an operation that does not ask loads none of them. */
export interface OperationContext {
  readonly settings: Settings
  /**
   * The way out. `typed` names hosts that a person typed on their own command line, which may be private; faces that serve
   * other people pass none.
   */
  http(typed?: readonly string[]): Http
  /** Whether the caller sits at this machine, so that private addresses they type are theirs to reach. */
  readonly local: boolean
  readonly signal?: AbortSignal
  /** Told while a long operation runs. */
  readonly onAttempt?: (attempt: Attempt) => void
  readonly onProgress?: (message: string) => void
}

import type { OpenPress } from './press.ts'

/** Opens connections for publishing. The only way from here to a credential. */
export interface SiteAccess {
  /** Throws `not_found`, `connection_paused`, `needs_login`, and `bad_input` for a kind that cannot be published to. */
  open(connectionId: string, signal: AbortSignal): Promise<OpenPress>
}

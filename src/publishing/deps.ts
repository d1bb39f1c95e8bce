import type { Log } from '../log/log.ts'
import type { Store } from '../store/open-store.ts'
import type { SiteAccess } from './site-access.ts'
import type { PublishTiming } from './timing.ts'

/** What a press works with, beside its connection. */
export interface PressDeps {
  readonly store: Store
  readonly timing: PublishTiming
  readonly log: Log
}

/** What publishing stands on. */
export interface PublishingDeps extends PressDeps {
  readonly access: SiteAccess
  /** A name for this process, in the rows that it holds. */
  readonly worker: string
}

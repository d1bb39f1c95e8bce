import type { Log } from '../log/log.ts'
import type { Store } from '../store/open-store.ts'
import type { SiteAccess } from './site-access.ts'
import type { PublishTiming } from './timing.ts'

/** What publishing stands on. */
export interface PublishingDeps {
  readonly store: Store
  readonly access: SiteAccess
  readonly timing: PublishTiming
  readonly log: Log
  /** A name for this process, in the rows that it holds. */
  readonly worker: string
}

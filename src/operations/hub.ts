import type { Accounts } from '../accounts/accounts.ts'
import type { Scratch } from '../files/scratch.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Log } from '../log/log.ts'
import type { EventFeed } from '../store/event-feed.ts'
import type { Store } from '../store/open-store.ts'
import type { Vault } from '../vault/open-vault.ts'

/** What stands once the database is open. */
export interface Hub {
  readonly store: Store
  readonly vault: Vault
  readonly accounts: Accounts
  readonly jobs: Jobs
  readonly events: EventFeed
  readonly log: Log
  readonly scratch: Scratch
  /** A UUID, the same for all sites: WordPress lists our application passwords as one app by it. */
  readonly installationId: string
  /** All there are (`connections.list`): an operation cannot look into the table that it is in. */
  readonly operationNames: ReadonlySet<string>
  /** The address that people reach this hub at, without a slash at the end. */
  readonly publicUrl: string
}

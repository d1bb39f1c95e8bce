import type { Log } from '../log/log.ts'
import type { Store } from '../store/open-store.ts'
import type { Vault } from '../vault/open-vault.ts'

/** What stands once the database is open. */
export interface Hub {
  readonly store: Store
  readonly vault: Vault
  readonly log: Log
  /** A UUID, the same for all sites: WordPress lists our application passwords as one app by it. */
  readonly installationId: string
}

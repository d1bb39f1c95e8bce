import type { ConnectionsDeps } from '../connections/deps.ts'

/** What sending takes. */
export interface DeliveriesDeps extends ConnectionsDeps {
  /** The clock of waits and leases. */
  now(): Date
}

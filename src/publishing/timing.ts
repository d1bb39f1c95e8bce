/** How long things may take, in ms. What must hold: deadline < lease, and settle longer than PHP may go on after its client is gone. */
export interface PublishTiming {
  /** From the record of a write until nobody waits for its answer any more. */
  readonly deadlineMs: number
  /** How long a claimed row is nobody else's; begins anew with each recorded write. */
  readonly leaseMs: number
  /** From the deadline of an unanswered write until a second find that sees nothing permits to repeat it. */
  readonly settleMs: number
  /** Before a write that was not sent, or not let in, is tried again; doubled each time. */
  readonly retryMs: number
}

export const publishTiming: PublishTiming = { deadlineMs: 60_000, leaseMs: 90_000, settleMs: 60_000, retryMs: 2_000 }

/** Writes of a row that were recorded without success before it is given up. */
export const mostAttempts = 8
/** The same where the answer would be the same each time: once perhaps in company, for another's sake, and once alone. */
export const mostLastingAttempts = 2
/** The same for a site that asks to wait each time: a day of quarters of an hour. */
export const mostWaits = 96
const longestRetryMs = 10 * 60_000

/** Until the next try after so many. */
export function retryAfter({ retryMs }: PublishTiming, attempts: number): number {
  return Math.min(retryMs * 2 ** Math.min(attempts, 20), longestRetryMs)
}

/** Until the next look for what was to be answered by then. */
export function pauseSince({ retryMs }: PublishTiming, deadline: Date | null): number {
  const since = deadline === null ? 0 : Date.now() - deadline.getTime()
  return Math.min(Math.max(retryMs, since / 8), longestRetryMs)
}

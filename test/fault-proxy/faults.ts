/**
 * What may go wrong with one request on the way.
 * - `cut`: the site does it, and the connection ends before its answer.
 * - `errorAfter`: the site does it, and 500 comes back.
 * - `errorBefore`: 502 comes back, and the site never saw it.
 * - `stallAfter`: the site does it, and its answer comes past every deadline.
 * - `stallBefore`: the request reaches the site past every deadline, when nobody waits any more.
 * - `stale`: a read is answered as if the newest posts were not there yet, as by a replica that lags behind.
 */
export const writeFaults = ['cut', 'errorAfter', 'errorBefore', 'stallAfter', 'stallBefore'] as const
export type WriteFault = (typeof writeFaults)[number]
export type Fault = WriteFault | 'stale'

/** How likely each fault is, from 0 to 1; together at most 1. What is not named does not happen. */
export type FaultRates = Readonly<Partial<Record<Fault, number>>>

/** The fault of a write, drawn by one random number. */
export function drawWriteFault(rates: FaultRates, random: number): WriteFault | null {
  let bound = 0
  for (const fault of writeFaults) {
    bound += rates[fault] ?? 0
    if (random < bound) return fault
  }
  return null
}

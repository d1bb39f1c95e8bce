/**
 * What may go wrong with one request on the way.
 * - `cut`: the site does it, and the connection ends before its answer.
 * - `errorAfter`: the site does it, and 500 comes back.
 * - `errorBefore`: 502 comes back, and the site never saw it.
 * - `stallAfter`: the site does it, and its answer comes past every deadline.
 * - `stallBefore`: the request reaches the site past every deadline, when nobody waits any more.
 * - `readLost`: a read ends without an answer, or with 503.
 * - `stale`: a read is answered as if the newest posts were not there yet, as by a replica that lags behind.
 */
export const writeFaults = ['cut', 'errorAfter', 'errorBefore', 'stallAfter', 'stallBefore'] as const
type WriteFault = (typeof writeFaults)[number]
export const readFaults = ['readLost', 'stale'] as const
type ReadFault = (typeof readFaults)[number]
export type Fault = WriteFault | ReadFault

/** How likely each fault is, from 0 to 1; those of writes and those of reads at most 1 together. What is not named does not happen. */
export type FaultRates = Readonly<Partial<Record<Fault, number>>>

/** Which of these faults happens, drawn by one random number. */
export function drawFault<Name extends Fault>(names: readonly Name[], rates: FaultRates, random: number): Name | null {
  let bound = 0
  for (const fault of names) {
    bound += rates[fault] ?? 0
    if (random < bound) return fault
  }
  return null
}

/** How long a call may take, in ms. What must hold: settle longer than PHP may go on after its client is gone. */
export interface ActTiming {
  /** Until nobody waits for the answer of one write any more. */
  readonly writeMs: number
  /** From the end of a write without an answer until a find that sees nothing decides that it was not done. */
  readonly settleMs: number
  /** Before the first second look or the first repeat; doubled each time. */
  readonly pauseMs: number
  /** The whole call, where the caller says nothing else. */
  readonly callMs: number
}

export const actTiming: ActTiming = { writeMs: 60_000, settleMs: 60_000, pauseMs: 1_000, callMs: 5 * 60_000 }

/** So slow may the way to a site be that a file still arrives: 2 Mbit a second. */
const bytesPerMs = 250

/** What the size of a write adds to its time, in ms. */
export function sendingMs(bytes: number): number {
  return Math.ceil(bytes / bytesPerMs)
}

const longestPauseMs = 15_000

/** The pause after so many tries, from 1. */
export function pauseAfter({ pauseMs }: ActTiming, tries: number): number {
  return Math.min(pauseMs * 2 ** Math.min(tries - 1, 20), longestPauseMs)
}

const hour = 3_600_000
const minute = 60_000

/** An hour from now, more or less a tenth, so that connections made together are not checked together for ever. */
export function nextCheck(now: Date): Date {
  return spread(now, hour, 0.1)
}

/** Soon, to confirm or to refute what the last check saw. */
export function nextCheckSoon(now: Date): Date {
  return spread(now, 5 * minute, 0.4)
}

/** When this round had no room for it: in a minute or two. */
export function nextCheckPostponed(now: Date): Date {
  return spread(now, 2 * minute, 0.5)
}

function spread(now: Date, milliseconds: number, part: number): Date {
  return new Date(now.getTime() + milliseconds * (1 - part + 2 * part * Math.random()))
}

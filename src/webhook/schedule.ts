/*
 * A delivery, whose row the caller keeps:
 *   waiting    made with the event, and again after an attempt that may be repeated; left when its time has come
 *   delivered  the receiver took it (2xx)
 *   refused    the receiver said no for good; left only by a redelivery that a person asks for
 *   exhausted  all attempts are used up; left as `refused` is
 * An endpoint is disabled, with an event, when it says 410 or has failed for long.
 */

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Waits between the attempts, in ms: ten attempts over 76 hours, so that a weekend without the receiver loses nothing. */
export const retryDelays: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

/** Each wait is stretched by up to so much of it, so that what failed together does not come back together. */
const stretch = 1 / 5

/** Longer than any wait between two attempts of one delivery, in ms: after that without one, nothing was tried. */
export const restMs = Math.max(...retryDelays) * (1 + stretch) + hour

/** An endpoint without one success for this long, in ms, is disabled. Longer than one delivery is tried. */
export const longFailureMs = 5 * 24 * hour

export type NextAttempt = { readonly kind: 'retry'; readonly at: number } | { readonly kind: 'exhausted' }

/**
 * When to try again. No wait is shorter than the receiver asked for.
 * @param attempts how many were made
 * @param now Unix ms
 * @param random from 0 to 1
 */
export function nextAttempt(
  attempts: number,
  now: number,
  retryAfterMs: number | null = null,
  random: number = Math.random(),
): NextAttempt {
  const delay = retryDelays[attempts - 1]
  if (delay === undefined) return { kind: 'exhausted' }
  return { kind: 'retry', at: now + Math.round(Math.max(delay * (1 + random * stretch), retryAfterMs ?? 0)) }
}

/**
 * Whether an endpoint has failed so long that it is to be disabled.
 * @param failingSince the first failure after the last success, Unix ms; `null` when the last attempt succeeded
 */
export function isLongFailure(failingSince: number | null, now: number): boolean {
  return failingSince !== null && now - failingSince >= longFailureMs
}

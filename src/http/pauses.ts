import { setTimeout as sleep } from 'node:timers/promises'

/** Hosts that asked to be left alone for a while (Retry-After): the next requests to them wait. */
export interface Pauses {
  pause(host: string, ms: number): void
  /** Time until the host may be asked again, in ms; 0 when now. */
  remaining(host: string): number
  /** The host may be asked again at once. */
  lift(host: string): void
  /** Resolves when the host may be asked again, also when it asked for more meanwhile; rejects when the signal aborts. */
  wait(host: string, signal: AbortSignal): Promise<void>
}

/** Past this many, those that are over are forgotten. */
const sweepAt = 1000

export function createPauses(): Pauses {
  const until = new Map<string, number>()
  const remaining = (host: string): number => Math.max((until.get(host) ?? 0) - Date.now(), 0)
  return {
    pause(host, ms) {
      if (until.size >= sweepAt) for (const known of until.keys()) if (remaining(known) === 0) until.delete(known)
      until.set(host, Math.max(until.get(host) ?? 0, Date.now() + ms))
    },
    remaining,
    lift: (host) => {
      until.delete(host)
    },
    async wait(host, signal) {
      // A timer may fire a millisecond early, hence never 0.
      for (let left = remaining(host); left > 0; left = remaining(host))
        await sleep(Math.ceil(left), undefined, { signal })
    },
  }
}

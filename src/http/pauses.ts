import { setTimeout as sleep } from 'node:timers/promises'

/** Hosts that asked to be left alone for a while (Retry-After): the next requests to them wait. */
export interface Pauses {
  pause(host: string, ms: number): void
  /** Time until the host may be asked again, in ms; 0 when now. */
  remaining(host: string): number
  wait(host: string, signal: AbortSignal): Promise<void>
}

export function createPauses(): Pauses {
  const until = new Map<string, number>()
  const remaining = (host: string): number => {
    const left = (until.get(host) ?? 0) - Date.now()
    if (left <= 0) until.delete(host)
    return Math.max(left, 0)
  }
  return {
    pause: (host, ms) => void until.set(host, Math.max(until.get(host) ?? 0, Date.now() + ms)),
    remaining,
    async wait(host, signal) {
      await sleep(remaining(host), undefined, { signal })
    },
  }
}

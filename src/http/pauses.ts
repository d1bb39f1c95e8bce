import { setTimeout as sleep } from 'node:timers/promises'

/** Hosts, and accounts at hosts, that are to be left alone for a while (Retry-After): the next requests to them wait. */
export interface Pauses {
  pause(name: string, ms: number): void
  /** Time until all of these may be asked again, in ms; 0 when now. */
  remaining(names: readonly string[]): number
  /** They may be asked again at once. */
  lift(names: readonly string[]): void
  /** Resolves when all of these may be asked again, also when they asked for more meanwhile; rejects when the signal aborts. */
  wait(names: readonly string[], signal: AbortSignal): Promise<void>
}

/** Past this many, those that are over are forgotten; where none is, the oldest. */
const mostPauses = 10_000

export function createPauses(): Pauses {
  const until = new Map<string, number>()
  const left = (name: string): number => Math.max((until.get(name) ?? 0) - Date.now(), 0)
  const remaining = (names: readonly string[]): number => Math.max(...names.map(left))

  function makeRoom(): void {
    for (const known of until.keys()) if (left(known) === 0) until.delete(known)
    for (const oldest of until.keys()) {
      if (until.size < mostPauses) return
      until.delete(oldest)
    }
  }

  return {
    pause(name, ms) {
      if (until.size >= mostPauses) makeRoom()
      until.set(name, Math.max(until.get(name) ?? 0, Date.now() + ms))
    },
    remaining,
    lift(names) {
      for (const name of names) until.delete(name)
    },
    async wait(names, signal) {
      // A timer may fire a millisecond early, hence never 0.
      for (let rest = remaining(names); rest > 0; rest = remaining(names))
        await sleep(Math.ceil(rest), undefined, { signal })
    },
  }
}

import type { Attempt } from '../../http/exchange.ts'

/** A promise to people: a diagnosis ends within 20 s on a fast site, within 60 s on one that needs seconds for an answer. In ms. */
const fast = 18_000
const slow = 56_000
/** An answer that took longer than this, in ms, makes a site slow. */
const slowAnswer = 1_000

export interface Budget {
  remainingMs(): number
  observe(attempt: Attempt): void
}

export function createBudget(): Budget {
  const started = performance.now()
  let total = fast
  return {
    remainingMs: () => total - (performance.now() - started),
    observe(attempt) {
      if (attempt.status !== null && attempt.ms > slowAnswer) total = slow
    },
  }
}

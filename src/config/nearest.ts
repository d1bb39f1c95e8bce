/** The candidate that `typed` was most likely meant to be, or null when none is near: at most a third of it may differ. */
export function nearest(typed: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.floor(typed.length / 3) + 1
  for (const candidate of candidates) {
    const steps = distance(typed.slice(0, 100), candidate)
    if (steps < least) {
      best = candidate
      least = steps
    }
  }
  return best
}

/** Levenshtein's distance: how many letters have to be added, dropped or replaced. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, replaced))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}

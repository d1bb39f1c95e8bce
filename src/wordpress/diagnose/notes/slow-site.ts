import type { NoteCheck } from '../check.ts'
import { seenAnswers } from '../evidence.ts'

/** In ms. */
const slow = 1_500

export const slowSite: NoteCheck = {
  code: 'slow_site',
  look(evidence) {
    const times = seenAnswers(evidence).flatMap(({ exchange }) => (exchange.response === null ? [] : [exchange.ms]))
    const typical = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    if (typical < slow) return null
    return `The site is slow: its answers take ${(typical / 1000).toFixed(1)} s. We wait longer and send less at once.`
  },
}

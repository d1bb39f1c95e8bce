import { cacheMarkOf } from '../../cache-mark.ts'
import type { NoteCheck } from '../check.ts'

export const staleCache: NoteCheck = {
  code: 'stale_cache',
  look({ discovery, verification }) {
    const answers = [verification?.answer, discovery.probe?.answer].filter((answer) => answer !== undefined)
    const mark = answers.map(cacheMarkOf).find((found) => found !== null)
    if (mark === undefined) return null
    return `A cache answers for the API (${mark}), so what we read may be old. We ask in a way that passes it by; better is to exempt /wp-json/ from the cache.`
  },
}

import { type Answer, headerOf, statusOf } from '../../answer.ts'
import type { NoteCheck } from '../check.ts'

/** The headers by which caches say that an answer is theirs. */
const hits: readonly (readonly [header: string, value: RegExp])[] = [
  ['x-fastcgi-cache', /^(?:hit|stale|updating)/i],
  ['x-proxy-cache', /^(?:hit|stale|updating)/i],
  ['x-nginx-cache', /^(?:hit|stale)/i],
  ['x-litespeed-cache', /^hit/i],
  ['x-cache', /\bhit\b/i],
  ['cf-cache-status', /^(?:hit|stale|updating)$/i],
  ['x-sucuri-cache', /^hit/i],
  ['x-kinsta-cache', /^hit/i],
  ['x-varnish', /^\d+ \d+/],
  ['age', /^0*[1-9]\d*$/],
]

function hitOf(answer: Answer): string | null {
  if (statusOf(answer) !== 200) return null
  const hit = hits.find(([header, value]) => value.test(headerOf(answer, header).slice(0, 200)))
  return hit === undefined ? null : `${hit[0]}: ${headerOf(answer, hit[0]).slice(0, 40)}`
}

export const staleCache: NoteCheck = {
  code: 'stale_cache',
  look({ discovery, verification }) {
    const answers = [verification?.answer, discovery.probe?.answer].filter((answer) => answer !== undefined)
    const seen = answers.map(hitOf).find((hit) => hit !== null)
    if (seen === undefined) return null
    return `A cache answers for the API (${seen}), so what we read may be old. We ask in a way that passes it by; better is to exempt /wp-json/ from the cache.`
  },
}

import { type Answer, headerOf, statusOf } from './answer.ts'

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

/** The header by which a cache says that it, not WordPress, gave an answer: `age: 31`. `null` where none does. */
export function cacheMarkOf(answer: Answer): string | null {
  if (statusOf(answer) !== 200) return null
  const hit = hits.find(([header, value]) => value.test(headerOf(answer, header).slice(0, 200)))
  return hit === undefined ? null : `${hit[0]}: ${headerOf(answer, hit[0]).slice(0, 40)}`
}

/** No site may make us wait longer than this, in ms. */
const longest = 15 * 60_000

/**
 * The wait that a `Retry-After` header asks for, in ms, capped at 15 minutes: seconds or an HTTP date (RFC 9110, 10.2.3).
 * `null` where there is none or it cannot be read.
 */
export function parseRetryAfter(header: string | undefined, now: number = Date.now()): number | null {
  if (header === undefined) return null
  const text = header.trim()
  const wait = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), longest)
}

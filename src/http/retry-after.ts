/** No site may make us wait longer than this, in ms. */
const longest = 15 * 60_000

/**
 * The wait that a `Retry-After` header asks for, in ms, capped at 15 minutes: seconds or an HTTP date (RFC 9110, 10.2.3).
 * `null` where there is none or it cannot be read.
 */
export function parseRetryAfter(header: string | undefined, now: number = Date.now()): number | null {
  const text = header?.trim().slice(0, 64) ?? ''
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), longest)
}

/** The three forms begin with a weekday, which keeps `Date.parse` from reading `-5` as a year; asctime's says no zone and means GMT. */
function parseHttpDate(text: string): number {
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return Number.NaN
  return Date.parse(/(?:GMT|UTC|[+-]\d{4})$/i.test(text) ? text : `${text} GMT`)
}

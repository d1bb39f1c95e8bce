import { HubError } from '../errors/hub-error.ts'

/**
 * When an article is, or is to be, published. `instant` is a moment, in UTC; `site-local` is the clock of each site
 * it goes to, which is another moment on another site.
 */
export type PublishDate =
  | { readonly kind: 'instant'; readonly utc: string }
  | { readonly kind: 'site-local'; readonly local: string }

const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:(?:[Tt]|[ ]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?[ ]*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[A-Z][A-Za-z_+-]+(?:\/[A-Za-z0-9_+-]+){1,2})?$/

/**
 * Reads `2026-03-01`, `2026-03-01 09:30`, with `Z`, `+02:00` or `Europe/Paris` behind it. Without a zone (here or in
 * `timezone`) the time is the site's own. Fractions of a second are dropped: WordPress keeps none.
 * Raises `bad_input` for anything else and for days that do not exist.
 */
export function parsePublishDate(text: string, timezone: string | null = null): PublishDate {
  const match = form.exec(text.trim())
  if (match === null)
    throw invalid(text, 'write it as 2026-03-01 09:30, with +01:00 or Europe/Paris behind it if you like')
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', own] = match
  const parts = [year, month, day, hour, minute, second].map(Number)
  const clock = toUtc(parts)
  if (
    formatLocal(clock) !==
    `${year}-${month}-${day}T${[hour, minute, second].map((part) => part.padStart(2, '0')).join(':')}`
  )
    throw invalid(text, 'there is no such day or time')
  const zone = own ?? timezone
  if (zone === null || zone === undefined || zone === '') return { kind: 'site-local', local: formatLocal(clock) }
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  const minutes =
    offset === null
      ? offsetOf(zone, clock, text)
      : Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3]))
  if (Math.abs(minutes) > 14 * 60) throw invalid(text, `${zone} is not a time zone`)
  return { kind: 'instant', utc: `${formatLocal(clock - minutes * 60_000)}Z` }
}

function toUtc([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.setUTCHours(hour, minute, second)
}

function formatLocal(time: number): string {
  return new Date(time).toISOString().slice(0, 19)
}

/** Minutes that a named zone is ahead of UTC when its clocks show `clock`. In the hour that autumn repeats, the first. */
function offsetOf(zone: string, clock: number, text: string): number {
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return 0
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw invalid(text, `${zone} is not a time zone`)
  }
  const shownAt = (time: number): number => {
    const parts = Object.fromEntries(format.formatToParts(time).map((part) => [part.type, Number(part.value)]))
    return toUtc([
      parts.year ?? 0,
      parts.month ?? 0,
      parts.day ?? 0,
      parts.hour ?? 0,
      parts.minute ?? 0,
      parts.second ?? 0,
    ])
  }
  // The offsets in force a day before and a day after are the only two that can hold.
  const candidates = [clock - 86_400_000, clock + 86_400_000].map((time) => shownAt(time) - time)
  const right = candidates.find((offset) => shownAt(clock - offset) === clock)
  // In the hour that spring leaves out, the offset before counts, as every calendar does it.
  return (right ?? candidates[0] ?? 0) / 60_000
}

function invalid(text: string, why: string): HubError {
  return new HubError('bad_input', `The date ${JSON.stringify(text.slice(0, 60))} cannot be read: ${why}`)
}

import { useSyncExternalStore } from 'react'
import { locale } from '../texts/en/locale.ts'

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

/** "3 minutes ago", "in 2 days"; under a minute "now". */
function sayRelative(at: Date, now: number): string {
  const seconds = (at.getTime() - now) / 1000
  for (const [unit, size] of units)
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit)
  return relative.format(0, 'second')
}

/** "Nov 22, 2026, 8:15 AM", in the reader's own time zone. */
export function sayExact(at: Date): string {
  return exact.format(at)
}

/** A moment as people say it, exact when pointed at. `at` is ISO 8601. */
export function RelativeTime({ at }: { readonly at: string }) {
  const now = useSyncExternalStore(subscribe, readMinute)
  const date = new Date(at)
  return (
    <time dateTime={at} title={sayExact(date)}>
      {sayRelative(date, now)}
    </time>
  )
}

// One clock for all of them, that ticks twice a minute.
let minute = Date.now()
let ticking: ReturnType<typeof setInterval> | null = null
const readers = new Set<() => void>()

function readMinute(): number {
  return minute
}

function subscribe(reader: () => void): () => void {
  // It stood still while nobody read it.
  if (readers.size === 0) minute = Date.now()
  readers.add(reader)
  ticking ??= setInterval(() => {
    minute = Date.now()
    for (const each of readers) each()
  }, 30_000)
  return () => {
    readers.delete(reader)
    if (readers.size > 0 || ticking === null) return
    clearInterval(ticking)
    ticking = null
  }
}

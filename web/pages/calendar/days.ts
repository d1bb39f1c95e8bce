/** Days of the reader's own time zone. A day is its first moment. */

/** The weeks that a month touches, from Monday on. `month` is `2026-11`. */
export function daysOf(month: string): Date[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const first = new Date(year, number - 1, 1)
  const start = new Date(year, number - 1, 1 - ((first.getDay() + 6) % 7))
  const last = new Date(year, number, 0)
  const count = Math.ceil((Math.round((last.getTime() - start.getTime()) / 86_400_000) + 1) / 7) * 7
  return Array.from(
    { length: count },
    (_, day) => new Date(start.getFullYear(), start.getMonth(), start.getDate() + day),
  )
}

/** `2026-11-22` */
export function dayKey(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** `2026-11` */
export function monthKey(date: Date): string {
  return dayKey(date).slice(0, 7)
}

export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return monthKey(new Date(year, number - 1 + count, 1))
}

/** The same time of the day, on another day. */
export function moveTo(at: Date, day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), at.getHours(), at.getMinutes(), at.getSeconds())
}

/** As `<input type="datetime-local">` has it. */
export function toLocalInput(at: Date): string {
  return `${dayKey(at)}T${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

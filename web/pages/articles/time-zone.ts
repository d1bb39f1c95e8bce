/** The zone of this browser, such as `Europe/Paris`. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Zones that a date may be in, our own first. */
export function listZones(): string[] {
  return [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}

/** A moment as the clock of a zone shows it: `2026-03-01T09:30`. Takes ISO 8601 in UTC. */
export function toClock(utc: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(utc))
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** The moment when the clock of a zone shows this; of an hour that comes twice, one of both. ISO 8601 in UTC; null if it is no time. */
export function fromClock(clock: string, zone: string): string | null {
  const wanted = Date.parse(`${clock}Z`)
  if (Number.isNaN(wanted)) return null
  let moment = wanted
  // The offset of the first guess may be that of the other side of a change of clocks.
  for (let turn = 0; turn < 2; turn++) {
    const shown = Date.parse(`${toClock(new Date(moment).toISOString(), zone)}Z`)
    moment += wanted - shown
  }
  return new Date(moment).toISOString()
}

import { expect, test } from 'vitest'
import { parsePublishDate } from './publish-date.ts'

test.each([
  ['2026-03-01', '2026-03-01T00:00:00'],
  ['2026-03-01 9:05', '2026-03-01T09:05:00'],
  ['2026-03-01T09:05:07.123', '2026-03-01T09:05:07'],
])('%s is the clock of each site', (text, local) => {
  expect(parsePublishDate(text)).toEqual({ kind: 'site-local', local })
})

test.each([
  ['2026-07-01T10:00:00Z', '2026-07-01T10:00:00Z'],
  ['2026-07-01 10:00:00 +0200', '2026-07-01T08:00:00Z'],
  ['2026-07-01 10:00 -05:30', '2026-07-01T15:30:00Z'],
  ['2026-01-01 10:00 Europe/Paris', '2026-01-01T09:00:00Z'],
  ['2026-07-01 10:00 America/Argentina/Buenos_Aires', '2026-07-01T13:00:00Z'],
  // The hour that autumn repeats: the first of the two. The hour that spring leaves out: the offset before it.
  ['2026-10-25 02:30 Europe/Paris', '2026-10-25T00:30:00Z'],
  ['2026-03-29 02:30 Europe/Paris', '2026-03-29T01:30:00Z'],
])('%s is a moment', (text, utc) => {
  expect(parsePublishDate(text)).toEqual({ kind: 'instant', utc })
})

test('a zone given apart holds where the date has none of its own', () => {
  expect(parsePublishDate('2026-07-01 10:00', 'Asia/Tokyo')).toEqual({ kind: 'instant', utc: '2026-07-01T01:00:00Z' })
  expect(parsePublishDate('2026-07-01 10:00Z', 'Asia/Tokyo')).toEqual({ kind: 'instant', utc: '2026-07-01T10:00:00Z' })
})

test.each([
  'tomorrow',
  '2026-02-29',
  '2026-13-01',
  '2026-01-01 24:00',
  '2026-01-01 10:00 Europe/Nowhere',
  '2026-01-01 10:00 +99:00',
  '01/02/2026',
  '',
])('%j is refused', (text) => {
  expect(() => parsePublishDate(text)).toThrow('cannot be read')
})

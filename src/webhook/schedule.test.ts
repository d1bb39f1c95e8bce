import { expect, test } from 'vitest'
import { messageId } from './message-id.ts'
import { isLongFailure, longFailureMs, nextAttempt, retryDelays } from './schedule.ts'

/** The times of all attempts of a delivery that fails each time, in ms after the first. */
function attempts(random: number): number[] {
  const times = [0]
  for (;;) {
    const next = nextAttempt(times.length, times.at(-1) ?? 0, null, random)
    if (next.kind === 'exhausted') return times
    times.push(next.at)
  }
}

test('a delivery that keeps failing is tried ten times over three days', () => {
  const hours = (attempts(0).at(-1) ?? 0) / 3_600_000
  expect(attempts(0)).toHaveLength(10)
  expect(hours).toBeGreaterThan(72)
  expect(hours).toBeLessThan(longFailureMs / 3_600_000)
  expect((attempts(1).at(-1) ?? 0) / 3_600_000).toBeCloseTo(hours * 1.2, 5)
})

test('each wait is longer than the one before', () => {
  expect([...retryDelays].sort((a, b) => a - b)).toEqual(retryDelays)
})

test('a receiver that asks for more time gets it, and one that asks for less does not', () => {
  expect(nextAttempt(1, 1000, 60_000, 0)).toEqual({ kind: 'retry', at: 61_000 })
  expect(nextAttempt(2, 1000, 60_000, 0)).toEqual({ kind: 'retry', at: 301_000 })
})

test('an endpoint is disabled after five days without a success, not before', () => {
  expect(isLongFailure(null, Number.MAX_SAFE_INTEGER)).toBe(false)
  expect(isLongFailure(1, longFailureMs)).toBe(false)
  expect(isLongFailure(1, longFailureMs + 1)).toBe(true)
})

test('the id of a message is the same for the same event, and another for each other one', () => {
  const event = { type: 'article.published', subject: 'p1', revision: '1' }
  expect(messageId(event)).toBe(messageId({ ...event }))
  expect(messageId(event)).toMatch(/^msg_[\w-]{32}$/)
  const others = [
    { ...event, type: 'article.updated' },
    { ...event, subject: 'p11', revision: '' },
    { ...event, revision: '2' },
  ]
  expect(new Set([event, ...others].map(messageId)).size).toBe(4)
})

import { expect, test } from 'vitest'
import { settle } from './verdict.ts'

type Told = Parameters<typeof settle>[0]

const well: Told = { verdict: 'connected', code: null, pendingVerdict: null, pendingCode: null }

/** What is told after each of these checks, and whether that was news. */
function follow(checks: readonly string[], told: Told = well): string[] {
  let now = told
  return checks.map((check) => {
    const [verdict = '', code] = check.split(' ')
    const { changes, changed } = settle(now, { verdict, code: code ?? null })
    now = { ...now, ...changes }
    return `${now.verdict}${now.code === null ? '' : ` ${now.code}`}${changed ? ' !' : ''}`
  })
}

test.each([
  ['one bad check changes nothing', ['unavailable timeout', 'connected'], ['connected', 'connected']],
  [
    'two that agree do, once',
    ['refused revoked', 'refused revoked', 'refused revoked'],
    ['connected', 'refused revoked !', 'refused revoked'],
  ],
  [
    'a good one in between starts the count anew',
    ['refused a', 'connected', 'refused a', 'connected'],
    ['connected', 'connected', 'connected', 'connected'],
  ],
  [
    'a site that is down in changing ways is down',
    ['unavailable timeout', 'unavailable unreachable'],
    ['connected', 'unavailable unreachable !'],
  ],
  [
    'two that differ do not agree',
    ['refused a', 'unavailable b', 'refused a', 'refused a'],
    ['connected', 'connected', 'connected', 'refused a !'],
  ],
])('%s', (_name, checks, told) => {
  expect(follow(checks)).toEqual(told)
})

test('a site is well again after two good checks', () => {
  const refused: Told = { verdict: 'refused', code: 'cerber', pendingVerdict: null, pendingCode: null }
  expect(follow(['connected', 'connected'], refused)).toEqual(['refused cerber', 'connected !'])
})

test('another reason for the same verdict is news when two checks agree on it, and never when they alternate', () => {
  const down: Told = { verdict: 'unavailable', code: 'a', pendingVerdict: null, pendingCode: null }
  expect(follow(['unavailable b', 'unavailable b'], down)).toEqual(['unavailable a', 'unavailable b !'])
  expect(follow(['unavailable b', 'unavailable c', 'unavailable a', 'unavailable b'], down)).toEqual(
    Array(4).fill('unavailable a'),
  )
})

test('the first check of all is told at once', () => {
  const unknown: Told = { verdict: null, code: null, pendingVerdict: null, pendingCode: null }
  expect(follow(['refused a'], unknown)).toEqual(['refused a !'])
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Action, action } from '../connectors/action.ts'
import { HubError } from '../errors/hub-error.ts'
import { actTiming } from './act-timing.ts'
import { type Performance, performAction } from './perform-action.ts'
import type { SiteInUse } from './with-site.ts'

/** A site that counts no writes: whatever goes wrong was not sent. */
const site = {
  ask: async <T>(work: () => Promise<T>) => await work(),
  writes: () => 0,
} as unknown as SiteInUse

function workOf(file: Action, notAfter: number | null = null): Performance {
  return {
    action: file,
    input: 'address',
    effect: 'append',
    earlier: null,
    onStarted: async () => undefined,
    notAfter,
    timing: { ...actTiming, pauseMs: 1 },
    signal: undefined,
  }
}

const upload = (more: Pick<Action<unknown, string, string>, 'run' | 'prepare'>): Action =>
  action<unknown, string, string>({
    title: 'Upload',
    effect: 'append',
    input: z.string(),
    output: z.string(),
    bytes: () => 64 * 1024 * 1024,
    ...more,
  }) as Action

test('a file is fetched once for all tries, and has as much time to be sent as its size takes on a slow line', async () => {
  let fetched = 0
  const times: number[] = []
  const file = upload({
    prepare: async (_site, input) => {
      // What passes is tried again.
      if (++fetched === 1) throw new HubError('timeout', 'The host of the file is slow')
      return `content of ${input}`
    },
    run: async (_site, input, call) => {
      times.push((call?.notAfter ?? 0) - Date.now())
      if (times.length < 3) throw new HubError('connection_lost', 'It did not leave')
      return input
    },
  })
  expect(await performAction(site, workOf(file))).toMatchObject({ output: 'content of address' })
  expect([fetched, times.length]).toEqual([2, 3])
  // 64 MB at 2 Mbit a second are four minutes and a half.
  for (const time of times) expect(time).toBeGreaterThan(4 * 60_000)
  await performAction(site, workOf(file, Date.now() + 60_000))
  expect(times.at(-1)).toBeLessThanOrEqual(60_000)
})

test('four files are sent at once in the process, whatever connections they go to', async () => {
  let running = 0
  let most = 0
  const file = upload({
    run: async (_site, input) => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running--
      return input
    },
  })
  await Promise.all(Array.from({ length: 9 }, async () => await performAction(site, workOf(file))))
  expect(most).toBe(4)
})

test('a lost write is looked for by what was read beforehand', async () => {
  let sent = 0
  const file = action<unknown, string, string>({
    title: 'Upload',
    effect: 'keyed',
    input: z.string(),
    output: z.string(),
    // An address says nothing of what is there.
    key: (input) => (input === 'address' ? null : input),
    prepare: async (_site, input) => `content of ${input}`,
    find: async (_site, input) => [`found by ${input}`],
    run: async () => {
      sent++
      throw new HubError('answer_lost', 'It may be there')
    },
  }) as Action
  const counting = { ...site, writes: () => sent }
  const work: Performance = { ...workOf(file), effect: 'keyed' }
  expect(await performAction(counting, work)).toEqual({
    output: 'found by content of address',
    differences: [],
    found: true,
  })
  expect(sent).toBe(1)
})

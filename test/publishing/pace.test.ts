import { expect, test } from 'vitest'
import { HubError } from '../../src/errors/hub-error.ts'
import { createPace } from '../../src/publishing/pace.ts'

const well = (count: number, ms = count * 100) => ({ count, ms, errors: [] })
const refused = (status: number) => new HubError('remote_refused', 'Refused', { evidence: { status } })

test('a batch grows from five to what the site takes in two good answers', () => {
  const pace = createPace({ batch: 25 })
  expect([pace.batch, pace.lanes]).toEqual([5, 2])
  pace.answered(well(5))
  expect(pace.batch).toBe(20)
  pace.answered(well(20))
  expect(pace.batch).toBe(25)
})

test('a slow site gets no more at once than ten seconds are expected to do', () => {
  const pace = createPace({ batch: 25 })
  pace.answered(well(5, 5000))
  expect(pace.batch).toBe(10)
})

test('what was too much is halved, down to one, and a site without batches never gets one', () => {
  const pace = createPace({ batch: 25 })
  for (let time = 0; time < 4; time++) pace.answered({ count: pace.batch, ms: 10, errors: [refused(413)] })
  expect([pace.batch, pace.lanes]).toEqual([1, 1])
  const alone = createPace({ batch: null, lanes: { start: 1, most: 1 } })
  for (let time = 0; time < 40; time++) alone.answered(well(1))
  expect([alone.batch, alone.lanes]).toEqual([1, 1])
})

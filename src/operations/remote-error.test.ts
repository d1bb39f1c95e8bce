import { expect, test } from 'vitest'
import { toRemoteError } from './remote-error.ts'

test('a database without room on its disk says so, with what to do', () => {
  const thrown = Object.assign(new Error('could not extend file "base/5/16635"'), { code: '53100' })
  const { code, status, data, message } = toRemoteError(thrown)
  expect([code, status, data.retry]).toEqual(['disk_full', 507, 'later'])
  expect(data.fix).toContain('Make room')
  expect(message).not.toContain('base/5')
})

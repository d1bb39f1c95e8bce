import { expect, test } from 'vitest'
import { resolveOptions } from '../../src/publishing/options.ts'
import { pressOf } from '../../src/publishing/presses.ts'

test('a kind of connection without a press is refused by name, with the kinds that have one', () => {
  expect(() => pressOf({ kind: 'telegraph', name: 'Wire' })).toThrow(
    expect.objectContaining({
      code: 'bad_input',
      message: '"Wire" is a connection of the kind telegraph: articles cannot be published there',
      fix: expect.stringContaining('wordpress'),
    }),
  )
  expect(pressOf({ kind: 'wordpress', name: 'Blog' }).actions.has('trash')).toBe(true)
})

test('what is wanted for once goes over the defaults, option by option', () => {
  expect(resolveOptions('wordpress', { status: 'draft', author: 'ada' }, { status: 'publish' })).toMatchObject({
    status: 'publish',
    author: 'ada',
    format: 'auto',
  })
  expect(() => resolveOptions('wordpress', {}, { status: 'loud' })).toThrow(
    expect.objectContaining({ code: 'bad_input' }),
  )
})

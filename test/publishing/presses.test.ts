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
  const project = { status: 'draft', author: 'ada', images: { maxWidth: 1200, format: 'webp' } }
  const own = { author: 'bob', images: { format: 'avif' }, webflow: { collection: 'c' } }
  expect(resolveOptions('wordpress', [project, own], { status: 'publish' })).toEqual({
    ...{ status: 'publish', author: 'bob', format: 'auto', strict: false, missingTerms: 'create', overwrite: false },
    images: { maxWidth: 1200, format: 'avif', remote: 'upload' },
  })
  expect(resolveOptions('webflow', [project, own], {})).toMatchObject({ webflow: { collection: 'c' } })
  expect(() => resolveOptions('wordpress', [], { status: 'loud' })).toThrow(
    expect.objectContaining({ code: 'bad_input' }),
  )
})

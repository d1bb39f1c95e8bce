import { expect, test } from 'vitest'
import { compareSides } from '../../src/publishing/compare-sides.ts'

const base = { title: 'T', slug: 's', status: 'publish', excerpt: '', content: 'one\ntwo\nthree' }

test('of each field it is said who changed it', () => {
  const theirs = { ...base, title: 'Theirs', excerpt: 'Both', slug: 'same' }
  const ours = { ...base, status: 'draft', excerpt: 'Ours', slug: 'same' }
  const { fields } = compareSides({ base, theirs, ours })
  expect(Object.fromEntries(fields.map(({ field, changed }) => [field, changed]))).toEqual({
    title: 'theirs',
    status: 'ours',
    excerpt: 'both',
    slug: 'alike',
  })
  expect(fields.find(({ field }) => field === 'title')).toMatchObject({ base: 'T', theirs: 'Theirs', ours: 'T' })
})

test('the content is compared line by line, for both sides', () => {
  const theirs = { ...base, content: 'one\nTWO\nthree' }
  const ours = { ...base, content: 'one\ntwo\nthree\nfour' }
  const { contentTheirs, contentOurs } = compareSides({ base, theirs, ours })
  expect(contentTheirs.lines).toEqual(['@@ -1 +1 @@', ' one', '-two', '+TWO', ' three'])
  expect(contentOurs.lines.filter((line) => line.startsWith('+'))).toEqual(['+three', '+four'])
})

test('where nobody knows what was sent last, what differs is told without blame', () => {
  const { fields, contentTheirs, contentOurs } = compareSides({
    base: null,
    theirs: { ...base, title: 'Other', content: 'else' },
    ours: base,
  })
  expect(fields.map(({ field, changed }) => [field, changed])).toEqual([['title', 'differs']])
  expect(contentTheirs.lines).toContain('+else')
  expect(contentOurs).toEqual({ lines: [], cut: false })
})

test('a hostile or huge post is compared within bounds', () => {
  const line = 'x'.repeat(100_000)
  const theirs = { ...base, title: line, content: Array.from({ length: 20_000 }, (_, n) => `their ${n}`).join('\n') }
  const { fields, contentTheirs } = compareSides({ base: { ...base, content: line }, theirs, ours: base })
  expect(fields[0]?.theirs).toHaveLength(2000)
  expect(contentTheirs.lines.length).toBeLessThanOrEqual(1500)
  expect(contentTheirs.cut).toBe(true)
})

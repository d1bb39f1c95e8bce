import { expect, test } from 'vitest'
import type { Difference } from '../action.ts'
import { compareField } from './compare-stored.ts'

test('a long run of spaces is compared in no time, and spaces before the end of a void element are no difference', () => {
  const spaces = ' '.repeat(300_000)
  const differences: Difference[] = []
  compareField('content', `<pre>${spaces}x</pre><hr/><br/>`, `<pre>${spaces}x</pre><hr />\n<br \n/>`, differences)
  expect(differences).toHaveLength(1)
  compareField('content', `${spaces}x <hr/><br/>`, `${spaces}x <hr /><br \n/>`, differences)
  expect(differences).toHaveLength(1)
})

import { expect, test } from 'vitest'
import { articleSchema } from '../../content/article.ts'
import { composePost, termKey } from './compose.ts'
import type { Plan } from './plan.ts'

const article = articleSchema.parse({ title: 'Tea', body: { format: 'markdown', text: 'Text.' } })
const plan: Plan = {
  type: 'post',
  method: 'marked',
  format: 'blocks',
  fields: { title: 'Tea' },
  terms: [
    { taxonomy: 'category', field: 'categories', path: 'Drinks > Hot' },
    { taxonomy: 'post_tag', field: 'tags', path: 'green' },
    { taxonomy: 'post_tag', field: 'tags', path: 'cup' },
  ],
  none: [],
  images: [],
  featured: null,
  social: null,
  author: null,
  drops: [],
}

test('where none of the categories could be made, nothing is said of them, and the site puts the post into its own', () => {
  const terms = new Map([[termKey('post_tag', 'cup'), 7]])
  const ids = { terms, images: new Map(), author: null }
  const { fields } = composePost({
    article,
    plan,
    ids,
    mark: 'm',
    wantedHash: 'h',
    unfilteredHtml: false,
    version: null,
  })
  expect(Object.keys(fields)).not.toContain('categories')
  expect(fields.tags).toEqual([7])
})

import { expect, test } from 'vitest'
import { posts } from '../../test/webflow/schema.ts'
import type { CollectionField } from './collections.ts'
import { accepts, guessMapping, slugOf } from './mapping.ts'

function field(slug: string, type: string, more: Partial<CollectionField> = {}): CollectionField {
  return {
    id: slug,
    slug,
    name: slug,
    type,
    isRequired: false,
    isEditable: true,
    collectionId: null,
    options: [],
    ...more,
  }
}

const basic = [field('name', 'PlainText', { isRequired: true }), field('slug', 'PlainText', { isRequired: true })]

/** `field: part` of each guess. */
function guess(fields: readonly CollectionField[], custom: readonly string[] = []): Record<string, string> {
  const { mapping } = guessMapping(fields, custom)
  return Object.fromEntries(
    Object.entries(mapping).map(([slug, source]) => [slug, 'part' in source ? source.part : `fields.${source.field}`]),
  )
}

test("Webflow's own blog template is mapped whole", () => {
  const fields = posts.fields.map((one) =>
    field(one.slug, one.type, { name: one.displayName, isRequired: one.isRequired }),
  )
  expect(guess(fields)).toEqual({
    name: 'title',
    slug: 'slug',
    'post-body': 'body',
    'post-summary': 'excerpt',
    'main-image': 'featuredImage',
    gallery: 'images',
    'published-on': 'date',
    author: 'author',
    categories: 'categories',
    tags: 'tags',
    'meta-title': 'seoTitle',
    'seo-description': 'seoDescription',
  })
  expect(guessMapping(fields)).toMatchObject({ uncertain: [], missing: [] })
})

test('a field without a telling name gets a part when it is the only one of its type, and is told as uncertain', () => {
  const { mapping, uncertain } = guessMapping([...basic, field('stuff', 'RichText'), field('pic', 'Image')])
  expect(mapping).toMatchObject({ stuff: { part: 'body' }, pic: { part: 'featuredImage' } })
  expect(uncertain).toEqual(['stuff', 'pic'])
})

test('of two fields without a telling name none is guessed', () => {
  expect(guess([...basic, field('left', 'RichText'), field('right', 'RichText')])).toEqual({
    name: 'title',
    slug: 'slug',
  })
})

test('a name of the wrong type is no match, and of two the better type gets the part', () => {
  const found = guess([
    ...basic,
    field('author', 'Image'),
    field('tags', 'PlainText'),
    field('blog-tags', 'MultiReference'),
  ])
  expect(found.author).not.toBe('author')
  expect(found).toMatchObject({ tags: 'tags' })
  expect(guess([...basic, field('summary', 'PlainText'), field('excerpt', 'RichText')])).toMatchObject({
    excerpt: 'excerpt',
  })
})

test('names count in their own spelling, and with words around them', () => {
  const found = guess([
    ...basic,
    field('x1', 'RichText', { name: 'Body' }),
    field('blog-cover', 'Image'),
    field('category-of-post', 'Reference'),
  ])
  expect(found).toMatchObject({ x1: 'body', 'blog-cover': 'featuredImage', 'category-of-post': 'categories' })
})

test('custom fields of the article go into fields of the same slug, before anything is guessed', () => {
  const found = guess(
    [...basic, field('reading-time', 'Number'), field('summary', 'PlainText')],
    ['Reading time', 'summary'],
  )
  expect(found).toMatchObject({ 'reading-time': 'fields.Reading time', summary: 'fields.summary' })
})

test('required fields that nothing fills are told, and fields that cannot be edited are left alone', () => {
  const { mapping, missing } = guessMapping([
    ...basic,
    field('price', 'Number', { isRequired: true }),
    field('body', 'RichText', { isEditable: false }),
  ])
  expect(missing).toEqual(['price'])
  expect(mapping).not.toHaveProperty('body')
})

test('a field takes the parts that its type can hold', () => {
  expect(accepts({ type: 'RichText' }, 'body')).toBe(true)
  expect(accepts({ type: 'RichText' }, 'title')).toBe(false)
  expect(accepts({ type: 'SomethingNew' }, 'body')).toBe(false)
})

test.each([
  ['Grüner Tee & Kuchen!', 'gruner-tee-kuchen'],
  ['  --x--  ', 'x'],
  ['茶', ''],
])('the slug of %j is %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HubError } from '../errors/hub-error.ts'
import { parseArticle } from './front-matter.ts'

const read = (yaml: string, body = 'Text') => parseArticle(`---\n${yaml}\n---\n${body}`)

/** The message of the error that reading raises. */
function complaint(text: string): string {
  try {
    parseArticle(text)
  } catch (error) {
    if (error instanceof HubError && error.code === 'bad_input') return error.message
    throw error
  }
  throw new Error('Nothing was raised')
}

test('every key that means something is read', () => {
  const { article, notes } = read(`id: my-article
title: "A title: with a colon"
slug: a-title
excerpt: Short
status: Publish
date: 2026-03-01 09:30
timezone: Europe/Paris
categories: [News, Tech > Web]
tags: one, two
author: jane@example.com
language: pt-BR
type: page
featured_image: { src: images/a.png, alt: An image, caption: Cap }
seo:
  title: SEO title
  description: SEO text
  canonical: https://example.com/original
  focus_keyword: word
  social_image: images/s.png
  robots: noindex, nofollow
fields:
  price: 12
  nested: { list: [1, two] }`)
  expect(article).toEqual({
    id: 'my-article',
    title: 'A title: with a colon',
    slug: 'a-title',
    excerpt: 'Short',
    body: { format: 'markdown', text: 'Text' },
    status: 'publish',
    date: { kind: 'instant', utc: '2026-03-01T08:30:00Z' },
    terms: { categories: ['News', 'Tech > Web'], tags: ['one', 'two'] },
    author: 'jane@example.com',
    featuredImage: { src: 'images/a.png', alt: 'An image', caption: 'Cap' },
    seo: {
      title: 'SEO title',
      description: 'SEO text',
      canonical: 'https://example.com/original',
      focusKeyword: 'word',
      socialImage: 'images/s.png',
      robots: ['noindex', 'nofollow'],
    },
    fields: { price: 12, nested: { list: [1, 'two'] } },
    postType: 'page',
    language: 'pt-BR',
    extra: {},
  })
  expect(notes).toEqual([])
})

describe('the title', () => {
  test('is the first heading where front matter has none, and leaves the body', () => {
    const { article } = parseArticle('# The *first* &amp; only\n\nText\n\n## Section\n')
    expect([article.title, article.body.text]).toEqual(['The first & only', 'Text\n\n## Section\n'])
  })

  test('is the first level-one heading even behind an introduction', () => {
    expect(parseArticle('Intro\n\n# Title\n\nText').article).toMatchObject({
      title: 'Title',
      body: { text: 'Intro\n\n\nText' },
    })
  })

  test('is not a section that comes after text', () => {
    expect(complaint('Intro\n\n## Section')).toContain('has no title')
  })

  test('that the body repeats is shown once', () => {
    expect(read('title: Same', '# Same\n\nText').article.body.text).toBe('Text')
    expect(read('title: Other', '# Same\n\nText').article.body.text).toBe('# Same\n\nText')
  })

  test('of HTML is its first h1, cut out without touching the rest', () => {
    const raw =
      '<!-- wp:heading {"level":1} -->\n<h1 class="wp-block-heading">T</h1>\n<!-- /wp:heading -->\n\n<!-- wp:paragraph -->\n<p>a<br/>b</p>\n<!-- /wp:paragraph -->'
    const { article } = parseArticle(raw, 'html')
    expect([article.title, article.body.text]).toEqual([
      'T',
      '<!-- wp:paragraph -->\n<p>a<br/>b</p>\n<!-- /wp:paragraph -->',
    ])
  })
})

test('a byte order mark and Windows line ends are read', () => {
  const { article } = parseArticle('\ufeff---\r\ntitle: T\r\ntags:\r\n  - a\r\n---\r\nText\r\n')
  expect([article.title, article.terms.tags, article.body.text]).toEqual(['T', ['a'], 'Text\n'])
})

test('numbers and truth values stay as they were spelled where text is wanted', () => {
  expect(read('title: 1.10\nslug: 2024\nauthor: yes').article).toMatchObject({
    title: '1.10',
    slug: '2024',
    author: 'yes',
  })
})

test('a key that means nothing is kept and told', () => {
  const { article, notes } = read('title: T\nlayout: post\n__proto__: { polluted: true }')
  expect(article.extra).toMatchObject({ layout: 'post' })
  expect(notes).toContainEqual({ code: 'unknown_key', what: 'layout', times: 1 })
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('draft: true is a draft, and a status of its own counts more', () => {
  expect(read('title: T\ndraft: true').article.status).toBe('draft')
  expect(read('title: T\ndraft: true\nstatus: pending').article.status).toBe('pending')
  expect(read('title: T').article.status).toBeNull()
})

test('a first line of --- without a second is a separator of the body', () => {
  expect(parseArticle('---\n\n# T\n\nText').article.body.text).toBe('---\n\n\nText')
})

describe('what cannot be meant is refused with its line', () => {
  test.each([
    ['---\ntitle: T\nslug: [\n---\n', 'Line 4: '],
    ['---\ntitle: T\ntitle: U\n---\n', 'Line 3: Map keys must be unique'],
    ['---\ntitle: T\n\nstatus: published\n---\n', 'Line 4: status'],
    ['---\ntitle: T\ndate: 2026-02-30\n---\n', 'Line 3: The date "2026-02-30"'],
    ['---\ntitle: T\nslug: a b\n---\n', 'Line 3: slug'],
    ['---\ntitle: { a: b }\n---\n', 'Line 2: title must be text'],
    ['---\ntitle: T\nseo:\n  colour: red\n---\n', 'Line 3: seo.colour is not known'],
    ['---\ntitle: T\nseo: { canonical: "javascript:x" }\n---\n', 'seo.canonical'],
    ['---\n- a\n---\n# T', 'Line 2: '],
    ['---\ntitle: T\n', 'Line 1: '],
    ['+++\ntitle = "T"\n+++\n', 'Line 1: front matter in TOML'],
    ['---\ntitle: T\nstatus: future\n---\n', 'future needs a date'],
  ])('%j', (text, message) => {
    expect(complaint(text)).toContain(message)
  })
})

describe('hostile front matter is refused quickly', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join()}]`),
  ]
  test.each([
    ['aliases that multiply', `title: T\n${bomb.join('\n')}`],
    ['brackets that nest without end', `title: T\na: ${'['.repeat(30_000)}`],
    ['maps that nest without end', `title: ${'{a: '.repeat(9000)}`],
    ['a block beyond the limit', `title: T\na: ${'x'.repeat(70_000)}`],
  ])('%s', (_, yaml) => {
    const started = performance.now()
    expect(complaint(`---\n${yaml}\n---\n`)).not.toBe('')
    expect(performance.now() - started).toBeLessThan(15_000)
  })
})

test('no text raises anything but bad_input', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '---',
      '...',
      'title: x',
      'date: 1',
      'tags: [',
      'seo:',
      '  title: &a',
      '*a',
      '<<: *a',
      '? x',
      '!!set {}',
      '# h',
      '- x',
      '"',
      '|',
      '>-',
    ),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.boolean(), (lines, opened) => {
      try {
        parseArticle((opened ? ['---', ...lines] : lines).join('\n'))
      } catch (error) {
        expect(error).toBeInstanceOf(HubError)
        expect((error as HubError).code).toBe('bad_input')
      }
    }),
    { numRuns: 500 },
  )
})

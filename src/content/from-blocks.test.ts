import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../../test/content-corpus.ts'
import { importBody } from './from-blocks.ts'
import { renderBlocks } from './render.ts'

const withoutIds = (text: string): string => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
const documents = readCorpus().filter(({ body }) => renderBlocks(body, { unfilteredHtml: true }).content !== '')

describe('blocks that were imported as Markdown', () => {
  test.each(documents)('$file $name: come back as the same blocks', ({ body }) => {
    const { content, footnotes } = renderBlocks(body, { unfilteredHtml: true })
    const imported = importBody(content, footnotes === undefined ? {} : { footnotes })
    expect(imported.body.format).toBe('markdown')
    const again = renderBlocks(imported.body, { unfilteredHtml: true, images: imported.images })
    expect(withoutIds(again.content)).toBe(withoutIds(content))
    expect(withoutIds(again.footnotes ?? '')).toBe(withoutIds(footnotes ?? ''))
  })

  test('text of any kind comes back as the same blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (texts) => {
        const html = texts.map((text) => `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`).join('')
        const { content } = renderBlocks({ format: 'html', text: html })
        const { body } = importBody(content)
        expect(renderBlocks(body, { unfilteredHtml: true }).content).toBe(content)
      }),
      { numRuns: 200 },
    )
  })
})

test('a paragraph, a list and an image of the site become Markdown, and the id of the image is kept', () => {
  const content = [
    '<!-- wp:paragraph {"metadata":{"pressroom":"key"}} -->\n<p>One <strong>two</strong> <a href="https://e.com">three</a></p>\n<!-- /wp:paragraph -->',
    '<!-- wp:image {"id":5,"sizeSlug":"large","linkDestination":"none"} -->\n<figure class="wp-block-image size-large"><img src="https://s.test/a.png" alt="A" class="wp-image-5"/><figcaption class="wp-element-caption">Cap</figcaption></figure>\n<!-- /wp:image -->',
  ].join('\n\n')
  const { body, images, kept } = importBody(content, { marks: ['pressroom'] })
  expect(body).toEqual({
    format: 'markdown',
    text: 'One **two** [three](https://e.com)\n\n![A](https://s.test/a.png "Cap")',
  })
  expect(images).toEqual(new Map([['https://s.test/a.png', { id: 5, url: 'https://s.test/a.png', size: 'large' }]]))
  expect(kept).toBe(0)
})

test('a block that Markdown has no form for stays raw, byte for byte', () => {
  const raw =
    '<!-- wp:columns {"style":{"spacing":{"x":"y\\u002d\\u002dz"}}} -->\n<div class="wp-block-columns"></div>\n<!-- /wp:columns -->'
  const { body, kept, converted } = importBody(
    `<!-- wp:heading -->\n<h2 class="wp-block-heading">H</h2>\n<!-- /wp:heading -->\n\n${raw}`,
  )
  expect(body.text).toBe(`## H\n\n${raw}`)
  expect([kept, converted]).toEqual([1, 1])
})

test('markup of an older editor stays raw instead of being rewritten', () => {
  const raw = '<!-- wp:list -->\n<ul><li>old</li></ul>\n<!-- /wp:list -->'
  expect(importBody(raw)).toMatchObject({ body: { format: 'markdown', text: raw }, kept: 1 })
})

test('what stands between blocks becomes the Classic block that it is', () => {
  const { body } = importBody(
    '<!-- wp:separator -->\n<hr class="wp-block-separator has-alpha-channel-opacity"/>\n<!-- /wp:separator -->\n\nloose [shortcode]',
  )
  expect(body.text).toBe('---\n\n<!-- wp:freeform -->\nloose [shortcode]\n<!-- /wp:freeform -->')
})

test('a post from before blocks comes back as its HTML', () => {
  expect(importBody('One\n\nTwo <b>x</b>').body).toEqual({ format: 'html', text: 'One\n\nTwo <b>x</b>' })
})

test('footnotes become definitions', () => {
  const id = '0f3a1b2c-1111-4222-8333-444455556666'
  const content = `<!-- wp:paragraph -->\n<p>x<sup data-fn="${id}" class="fn"><a href="#${id}" id="${id}-link">1</a></sup></p>\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->`
  const { body } = importBody(content, { footnotes: JSON.stringify([{ content: 'A <em>note</em>', id }]) })
  expect(body.text).toBe('x[^1]\n\n[^1]: A *note*')
})

test('blocks that went through the filter for authors become Markdown, too', () => {
  const filtered =
    '<!-- wp:image {"id":5,"sizeSlug":"full","linkDestination":"none"} -->\n<figure class="wp-block-image size-full"><img src="https://s.test/a.png" alt="A" class="wp-image-5" /></figure>\n<!-- /wp:image -->'
  expect(importBody(filtered)).toMatchObject({ body: { text: '![A](https://s.test/a.png)' }, kept: 0 })
})

import { parse } from '@wordpress/block-serialization-default-parser'
import { describe, expect, test } from 'vitest'
import { renderBlocks, renderPlainHtml } from './render.ts'

const markdown = (text: string, options = {}) => renderBlocks({ format: 'markdown', text }, options)
const html = (text: string, options = {}) => renderBlocks({ format: 'html', text }, options)
const codes = (rendered: { notes: readonly { code: string }[] }) => rendered.notes.map((note) => note.code)

describe('the mark', () => {
  const mark = { pressroom: 'a--b"<&' }
  const escaped = '"metadata":{"pressroom":"a\\u002d\\u002db\\u0022\\u003c\\u0026"}'

  test('goes into the first block, whatever it is, and cannot end its comment', () => {
    const { content } = markdown('---\n\ntext', { mark })
    expect(content.startsWith(`<!-- wp:separator {${escaped}} -->`)).toBe(true)
    expect(parse(content)[0]?.attrs).toEqual({ metadata: mark })
  })

  test('avoids a raw block where another follows', () => {
    const raw = '<!-- wp:latest-posts /-->'
    expect(markdown(`${raw}\n\ntext`, { mark }).content).toBe(
      `${raw}\n\n<!-- wp:paragraph {${escaped}} -->\n<p>text</p>\n<!-- /wp:paragraph -->`,
    )
  })

  test('is merged into a raw block where there is no other, and that is told', () => {
    const rendered = markdown('<!-- wp:latest-posts {"postsToShow":3,"metadata":{"name":"x"}} /-->', { mark })
    expect(parse(rendered.content)[0]?.attrs).toEqual({ postsToShow: 3, metadata: { name: 'x', ...mark } })
    expect(codes(rendered)).toEqual(['mark_in_raw_block'])
  })

  test('is told to have no place where no attributes can be read', () => {
    expect(codes(markdown('<!-- wp:a/b {broken} /-->', { mark }))).toEqual(['mark_not_placed'])
  })

  test('makes an empty paragraph of an empty article', () => {
    const rendered = markdown('', { mark })
    expect(rendered.content).toBe(`<!-- wp:paragraph {${escaped}} -->\n<p></p>\n<!-- /wp:paragraph -->`)
    expect(codes(rendered)).toEqual(['mark_in_empty_paragraph'])
  })
})

describe('uploaded images', () => {
  const images = new Map([
    ['a b.png', { id: 7, url: 'https://s.test/a.png', size: 'large', alt: 'from the site' }],
    ['a%20b.png', { id: 7, url: 'https://s.test/a.png', size: 'large', alt: 'from the site' }],
  ])

  test('have the address, id and size of the site', () => {
    expect(html('<img src="a b.png">', { images }).content).toBe(
      '<!-- wp:image {"id":7,"sizeSlug":"large","linkDestination":"none"} -->\n<figure class="wp-block-image size-large"><img src="https://s.test/a.png" alt="from the site" class="wp-image-7"/></figure>\n<!-- /wp:image -->',
    )
  })

  test('are found in running text, in HTML blocks and as posters too', () => {
    const { content } = html(
      '<p>x <img src="a b.png" alt="own"></p><dl><dt><img src="a b.png"></dl><video src="https://e.com/v.mp4" poster="a b.png"></video>',
      { images },
    )
    expect(content).toContain('<img src="https://s.test/a.png" alt="own" class="wp-image-7">')
    expect(content).toContain('poster="https://s.test/a.png"')
    expect(content).not.toContain('a b.png')
  })

  test('that were not given are told when they are files of the writer', () => {
    expect(codes(markdown('![x](missing.png)'))).toEqual(['local_file'])
    expect(codes(markdown('![x](https://e.com/a.png)'))).toEqual([])
  })
})

describe('a site whose version is known', () => {
  test('before 6.3 gets footnotes as a list that links both ways', () => {
    const rendered = markdown('x[^1]\n\n[^1]: note', { wordpress: '6.1.9' })
    expect(rendered.footnotes).toBeUndefined()
    expect(rendered.content).not.toContain('wp:footnotes')
    const id = /id="([^"]+)-link"/.exec(rendered.content)?.[1]
    expect(rendered.content).toContain(`<li><span id="${id}">note</span> <a href="#${id}-link">↩︎</a></li>`)
  })

  test('before 6.3 gets details as HTML', () => {
    const rendered = html('<details><summary>s</summary>x</details>', { wordpress: '6.2' })
    expect(rendered.content).toContain('<!-- wp:html -->')
    expect(codes(rendered)).toContain('block_unavailable')
  })

  test('from 6.3 on, or unknown, gets blocks', () => {
    for (const wordpress of ['6.3', '6.10.1', '7.1.4', undefined]) {
      const options = wordpress === undefined ? {} : { wordpress }
      expect(html('<details><summary>s</summary>x</details>', options).content).toContain('<!-- wp:details -->')
    }
  })
})

describe('footnotes', () => {
  test('are the value of the meta, in the order of their references', () => {
    const { footnotes = '[]', content } = markdown('b[^b] a[^a]\n\n[^a]: A\n[^b]: *B*')
    const list = JSON.parse(footnotes) as { id: string; content: string }[]
    expect(list.map((note) => note.content)).toEqual(['<em>B</em>', 'A'])
    for (const { id } of list)
      expect(content).toContain(`<sup data-fn="${id}" class="fn"><a href="#${id}" id="${id}-link">`)
    expect(content.endsWith('<!-- wp:footnotes /-->')).toBe(true)
  })

  test('have ids that outlive a new state of the article and differ between articles', () => {
    const ids = (mark: Record<string, string>) => markdown('x[^1]\n\n[^1]: note', { mark }).footnotes
    expect(ids({ key: 'a', state: '1' })).toBe(ids({ key: 'a', state: '2' }))
    expect(ids({ key: 'a' })).not.toBe(ids({ key: 'b' }))
  })
})

describe('plain HTML', () => {
  test('keeps everything but the block comments', () => {
    const { content } = renderPlainHtml({
      format: 'markdown',
      text: '# T\n\ntext\n\n<!-- wp:group -->\n<div>raw</div>\n<!-- /wp:group -->\n\n<!--more-->\n\nhttps://youtu.be/dQw4w9WgXcQ\n\nx[^1]\n\n[^1]: note',
    })
    expect(content).not.toContain('<!-- wp:')
    expect(content).toContain('<p>text</p>')
    expect(content).toContain('<div>raw</div>')
    expect(content).toContain('<!--more-->')
    // Alone on its line, WordPress embeds it.
    expect(content).toContain('\n\nhttps://youtu.be/dQw4w9WgXcQ\n\n')
    expect(content).toContain('note</span>')
  })
})

test('what cannot stand in a heading is left out of it, and that is told', () => {
  const rendered = html('<h2>a<object>x</object><div>b</div></h2>', { unfilteredHtml: true })
  expect(rendered.content).toBe('<!-- wp:heading -->\n<h2 class="wp-block-heading">a<br>b</h2>\n<!-- /wp:heading -->')
  expect(codes(rendered)).toEqual(['flattened'])
})

test('a line break between Chinese or Japanese characters is no space', () => {
  expect(markdown('日本\n語 and\ntext').content).toContain('<p>日本語 and text</p>')
})

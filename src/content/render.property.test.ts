import { parse } from '@wordpress/block-serialization-default-parser'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HubError } from '../errors/hub-error.ts'
import { findDelimiters } from './blocks/delimiter.ts'
import { collectImages } from './images.ts'
import { renderBlocks, renderPlainHtml } from './render.ts'

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '&amp;',
    '&copy;',
    '&amp;lt;',
    '<',
    '>',
    '--',
    '-->',
    '<!--',
    '<!-- x -->',
    '\\',
    '[',
    '\u00a0',
    '\0',
    '\ud800',
    'مرحبا',
    '日本',
    '👩‍👩‍👧',
    '<!-- wp:paragraph -->',
    '<!-- wp:a {"b":',
    '/-->',
    '<!--more-->',
    'https://youtu.be/abc',
    '\n',
    '\n\n',
  ),
)
const attribute = fc.constantFrom(
  '',
  ' id="a b"',
  ' class="x--y &quot;"',
  ' onclick="x()"',
  ' href="javascript:x"',
  ' href="https://e.com/?a&amp;b"',
  ' src="a.png"',
  ' style="color:red;x:y"',
  ' align=right',
  ' title="--> <!-- wp:html -->"',
  ' data-footnote=0',
  ' colspan=2',
  ' data-embed="https://vimeo.com/1"',
)
const tag = fc.constantFrom(
  ...'p div span a b em code img br hr h2 ul ol li blockquote cite pre table tr td th figure figcaption video details summary dl iframe script style form select svg math template textarea button my-el sup section xmp noscript caption'.split(
    ' ',
  ),
)

const { tree: hostileHtml } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc
    .array(
      fc.oneof(
        { depthSize: 'small' },
        word,
        fc
          .tuple(tag, attribute, tie('tree'), fc.boolean())
          .map(([name, text, inside, closed]) => `<${name}${text}>${inside}${closed ? `</${name}>` : ''}`),
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join('')),
}))

const line = fc.oneof(
  word,
  hostileHtml,
  fc.constantFrom(
    '# h',
    '- a',
    '  - b',
    '1. x',
    '> q',
    '```js',
    '    code',
    '| a | b |',
    '|---|:-:|',
    '![a](b.png "c")',
    '[^1]',
    '[^1]: n',
    '^[n]',
    '---',
    '**b',
    '- [ ] t',
    '<div>',
    '</div>',
    '<!-- wp:separator /-->',
    '[a]: b',
  ),
)
const body = fc.oneof(
  fc.record({ format: fc.constant('html' as const), text: hostileHtml }),
  fc.record({
    format: fc.constant('markdown' as const),
    text: fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n')),
  }),
)

/** Delimiters that open and close in pairs of one name. */
function isBalanced(content: string): boolean {
  const open: string[] = []
  for (const { kind, name } of findDelimiters(content)) {
    if (kind === 'open') open.push(name)
    if (kind === 'close' && open.pop() !== name) return false
  }
  return open.length === 0
}

test('any text becomes named blocks in balanced comments, or bad_input', () => {
  fc.assert(
    fc.property(body, fc.boolean(), (input, unfilteredHtml) => {
      const { content } = renderBlocks(input, { unfilteredHtml, mark: { pressroom: 'key--1' } })
      expect(isBalanced(content)).toBe(true)
      const loose = parse(content).filter((block) => block.blockName === null && block.innerHTML.trim() !== '')
      expect(loose).toEqual([])
      expect(content.isWellFormed()).toBe(true)
      expect(renderPlainHtml(input, { unfilteredHtml }).content).not.toMatch(/<!--\s*\/?wp:/)
      collectImages(input)
    }),
    { numRuns: 1500 },
  )
})

test('filtered content has nothing that runs', () => {
  fc.assert(
    fc.property(body, (input) => {
      const { content } = renderBlocks(input, { unfilteredHtml: false })
      // Inside of tags only: text may talk about anything.
      const tags = content.replace(/<!--[\s\S]*?-->/g, '').match(/<[a-z][^>]*>/gi) ?? []
      const running = tags.filter((name) =>
        /^<(?:script|iframe|object|embed|form|style|base|meta|link)\b|\son\w+=|javascript:/i.test(name),
      )
      expect(running).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('content that was rendered is rendered as it is', () => {
  fc.assert(
    fc.property(body, (input) => {
      const { content } = renderBlocks(input)
      expect(renderBlocks({ format: 'html', text: content }, { unfilteredHtml: true }).content).toBe(content)
    }),
    { numRuns: 500 },
  )
})

test('no word and no picture is lost, whatever it stands in', () => {
  let count = 0
  const name = fc.constant(0).map(() => `w${(count++).toString(36)}x`)
  const leaf = fc.oneof(
    name.map((word) => `${word} `),
    name.map((word) => `<img src="https://e.com/${word}.png" alt="a">`),
    name.map((word) => `<a href="https://e.com/l"><img src="https://e.com/${word}.png" alt="a"></a>`),
    fc.constantFrom('\n\n', '<!-- c -->', '<iframe src="https://www.youtube.com/embed/abcdefgh"></iframe>', '<hr>'),
  )
  const holder = fc.constantFrom(
    ...'p div span a b h2 ul ol li blockquote cite table tbody tr td th caption figure figcaption details summary dl dt dd section button big abbr address'.split(
      ' ',
    ),
  )
  const says = fc.constantFrom(
    '',
    '',
    ' class="alignleft"',
    ' class="wp-block-button"',
    ' class="wp-block-buttons"',
    ' class="wp-block-gallery"',
    ' class="wp-block-embed"',
    ' class="wp-block-details"',
    ' data-footnotes',
  )
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc
      .array(
        fc.oneof(
          { depthSize: 'small' },
          leaf,
          fc
            .tuple(holder, says, tie('tree'))
            .map(([tagName, text, inside]) => `<${tagName}${text}>${inside}</${tagName}>`),
        ),
        { maxLength: 4 },
      )
      .map((parts) => parts.join('')),
  }))
  const wordsOf = (text: string): string[] => text.match(/w[0-9a-z]+x/g) ?? []
  fc.assert(
    fc.property(tree, fc.boolean(), (text, unfilteredHtml) => {
      const input = { format: 'html', text } as const
      for (const { content } of [renderBlocks(input, { unfilteredHtml }), renderPlainHtml(input, { unfilteredHtml })])
        expect(wordsOf(text).filter((word) => !content.includes(word))).toEqual([])
    }),
    { numRuns: 3000 },
  )
})

describe('hostile sizes are handled or refused within seconds', () => {
  const repeat = (text: string, length = 400_000): string => text.repeat(Math.ceil(length / text.length))
  const pieces = [
    '<b id=1>',
    '<div>',
    '<ul><li>',
    '<table>',
    '<br>',
    ' ',
    '\n',
    '<p>',
    '&amp',
    '<!--',
    '<!-- wp:a -->',
    '<!-- wp:a {',
    '<!-- /wp:a -->',
    '<script>',
    '<img src=a>',
    '<i><p>',
    '<svg>',
    '\\',
  ]
  const lines = [
    '> ',
    '- ',
    '[',
    '![',
    '*a',
    '`',
    '^[',
    '[^a]',
    '| a ',
    '<div>\n\n',
    '\n',
    'a\n---\n',
    'www.a.b ',
    'a@b.c ',
    '# ',
    '<!-- wp:a -->\n\n',
  ]

  test.each([...pieces.map((text) => ['html', text] as const), ...lines.map((text) => ['markdown', text] as const)])(
    '%s of %j',
    (format, text) => {
      const started = performance.now()
      try {
        renderBlocks({ format, text: repeat(text) })
      } catch (error) {
        expect(error).toBeInstanceOf(HubError)
        expect((error as HubError).code).toBe('bad_input')
      }
      expect(performance.now() - started).toBeLessThan(30_000)
    },
  )

  test.each([
    ['10,000 nested quotes', '> '.repeat(10_000)],
    ['1,000 nested lists', Array.from({ length: 1000 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    ['10,000 nested quotes in HTML', '<blockquote>'.repeat(10_000)],
    ['misnested formatting', Array.from({ length: 3000 }, (_, id) => `<b id=${id}><p>`).join('')],
    ['5,000 footnotes', Array.from({ length: 5000 }, (_, id) => `x[^${id}]\n\n[^${id}]: n\n\n`).join('')],
    ['a body of 5 MB', 'x'.repeat(5_000_000)],
  ])('%s are refused', (_, text) => {
    expect(() => renderBlocks({ format: text.startsWith('<') ? 'html' : 'markdown', text })).toThrow(HubError)
  })

  test.each([
    ['a style that is one long word', 'html', `<p style="color:${repeat('a')}">x</p>`],
    ['code that is line separators', 'markdown', `\`\`\`\n${repeat('\u2028')}x\n\`\`\``],
  ] as const)('%s is rendered', (_, format, text) => {
    expect(renderBlocks({ format, text }).content).toMatch(/x<\/(?:p|code)>/)
  })

  test('an ordinary article of 1 MB is rendered', () => {
    const { content } = renderBlocks({
      format: 'markdown',
      text: repeat('Some *words* with a [link](https://e.com) and `code`.\n\n', 1_000_000),
    })
    expect(findDelimiters(content).length).toBeGreaterThan(30_000)
  })
})

import { expect, test } from 'vitest'
import { importBody } from './from-blocks.ts'
import { isElement, textOf } from './html/node.ts'
import { limits } from './limits.ts'
import { latexToMathMl } from './math/latex.ts'
import { renderBlocks, renderPlainHtml } from './render.ts'

const render = (text: string, options = {}) =>
  renderBlocks({ format: 'markdown', text }, { unfilteredHtml: true, ...options })

test('a displayed formula is the math block of the editor, and one in the text its inline format', () => {
  expect(render('$$\na < 1\n$$').content).toBe(
    `<!-- wp:math {"latex":"a \\u003c 1"} -->\n<div class="wp-block-math"><math display="block"><semantics><mrow><mi>a</mi><mo>&lt;</mo><mn>1</mn></mrow><annotation encoding="application/x-tex">a &lt; 1</annotation></semantics></math></div>\n<!-- /wp:math -->`,
  )
  expect(render('so $a$.').content).toContain(
    '<p>so <math data-latex="a"><semantics><mi>a</mi><annotation encoding="application/x-tex">a</annotation></semantics></math>.</p>',
  )
})

test.each([
  'costs $5 and $10',
  'from 5$ to 6$',
  '$ a$ and $a $',
  '\\$a\\$',
  '$$ or $$$',
  '`$a$`',
  '$a$1',
  '$$a$$$',
  '$\n\na$',
])('%j is no math', (text) => {
  const { content, notes } = render(text)
  expect(content).not.toContain('<math')
  expect(notes).toEqual([])
})

test.each([
  ['6.8.3', false],
  ['6.9', true],
  ['7.1.4', true],
])('WordPress %s gets MathML: %s', (wordpress, expected) => {
  const { content, notes } = render('Say $a$.\n\n$$b$$', { wordpress })
  expect(content.includes('<math')).toBe(expected)
  if (expected) return
  expect(content).toBe(
    '<!-- wp:paragraph -->\n<p>Say $a$.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>$$b$$</p>\n<!-- /wp:paragraph -->',
  )
  expect(notes).toEqual([{ code: 'math_as_text', what: 'math', times: 2 }])
})

test('math comes back from blocks as the LaTeX it was written in', () => {
  const text = 'Say $a < b$ for \\$5 or $6.\n\n$$\n\\frac{a}{b}\n$$'
  expect(importBody(render(text).content)).toMatchObject({ body: { text }, kept: 0, converted: 2 })
})

test('what the site would break in the attribute of a block for an author stands in the text, centred', () => {
  const { content } = render('$$\n\\begin{align*} a &= b \\end{align*}\n$$\n\n$$\nc\n$$', { unfilteredHtml: false })
  expect(content).toContain(
    '<p class="has-text-align-center"><math data-latex="\\displaystyle \\begin{aligned} a &amp;= b \\end{aligned}">',
  )
  expect(content).toContain('<!-- wp:math {"latex":"c"} -->')
})

test('where no MathML is shown, plain HTML has the LaTeX', () => {
  const { content } = renderPlainHtml({ format: 'markdown', text: 'Say $a$.' }, { math: false })
  expect(content).toBe('<p>Say $a$.</p>')
})

test('as plain HTML it is MathML without a block comment', () => {
  const { content } = renderPlainHtml({ format: 'markdown', text: '$$b$$' })
  expect(content).toMatch(/^<div class="wp-block-math"><math display="block">.*<\/math><\/div>$/)
})

test.each([
  ['\\frac{a', 'Unexpected end'],
  ['\\nosuchcommand', 'not known'],
  ['\\def\\a{aaaa}\\a', 'may not define'],
  ['\\gdef\\a{aaaa}\\a', 'may not define'],
  ['\\href{javascript:alert(1)}{x}', 'not trusted'],
  ['\\includegraphics{x.png}', 'not trusted'],
  ['\\ref{x}', 'no formula'],
  [`${'\\sqrt{'.repeat(240)}x${'}'.repeat(240)}`, 'nested'],
])('formula %# stays text, and a note says why', (latex, why) => {
  const { content, notes } = render(`Here $${latex}$ it is.`)
  expect(content).not.toContain('<math')
  expect(content).toContain(latex.slice(0, 20))
  expect(notes).toMatchObject([{ code: 'math_unreadable' }])
  const made = latexToMathMl(latex, false)
  expect('error' in made && made.error).toContain(why)
})

test('nothing in a formula becomes markup', () => {
  const made = latexToMathMl('\\text{<img src=x onerror=alert(1)>}', true)
  if ('error' in made) throw new Error(made.error)
  const [semantics] = made.nodes
  expect(semantics !== undefined && isElement(semantics) && textOf(semantics)).toContain('<img')
  expect(render('$\\text{<img src=x onerror=alert(1)>}$').content).not.toMatch(/<img/)
})

test('more formulas than the limit stay text', () => {
  const { content, notes } = render('$a$ '.repeat(limits.formulas + 5))
  expect(content.split('<math ').length - 1).toBe(limits.formulas)
  expect(notes).toEqual([{ code: 'math_unreadable', what: 'too much math', times: 5 }])
  const long = `${'x'.repeat(limits.formula - 5)}`
  expect(render(`$${long}$ `.repeat(120)).content.split('<math ').length - 1).toBe(
    Math.floor(limits.formulaText / long.length),
  )
  expect(render(`$${'x'.repeat(limits.formula)}$`).content).not.toContain('<math')
})

test('signs without an end take linear time', () => {
  for (const text of ['$a', '$a$5', '$$', '$$\n', '$$a\n', '\\$', '$a\\$', '$$a\\$$\n', 'a$5', '$a\n']) {
    expect(render(text.repeat(10_000)).content).not.toBe('')
  }
})

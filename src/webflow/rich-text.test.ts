import { expect, test } from 'vitest'
import { toRichText } from './rich-text.ts'

test.each([
  [
    '<h2 id="a" class="x">A</h2><p style="color:red">b <b>c</b> <i>d</i><br>e</p>',
    '<h2 id="a">A</h2><p>b <strong>c</strong> <em>d</em><br>e</p>',
  ],
  ['<ul><li>a<ul><li>b</li></ul></li></ul>', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
  ['<div><span>a</span></div>', 'a'],
  ['<a href="https://a.example/?x=1&amp;y=2" onclick="x()">l</a>', '<a href="https://a.example/?x=1&amp;y=2">l</a>'],
  [
    '<a href="data-sheet.pdf" title="javascript: a book">l</a>',
    '<a href="data-sheet.pdf" title="javascript: a book">l</a>',
  ],
  ['1 &lt; 2 &amp; "3"', '1 &lt; 2 &amp; "3"'],
  ['<img src="a.png" alt="&quot;<>">', '<img src="a.png" alt="&quot;&lt;&gt;">'],
])('%s becomes %s, and nothing is to be told', (html, rich) => {
  expect(toRichText(html)).toEqual({ html: rich, notes: [] })
})

const attributes =
  'class="w-richtext-figure-type-image w-richtext-align-center" data-rt-type="image" data-rt-align="center"'

test.each([
  ['<p><img src="a.png" alt="A"></p>', `<figure ${attributes}><div><img src="a.png" alt="A"></div></figure>`],
  [
    '<figure class="wp-block-image"><a href="b"><img src="a.png" alt=""></a><figcaption>C <em>d</em></figcaption></figure>',
    `<figure ${attributes}><div><img src="a.png" alt=""></div><figcaption>C <em>d</em></figcaption></figure>`,
  ],
  ['<p>text <img src="a.png" alt=""></p>', '<p>text <img src="a.png" alt=""></p>'],
])('an image alone is a figure of Webflow, one in a sentence stays there: %s', (html, rich) => {
  expect(toRichText(html).html).toBe(rich)
})

test('tables, code blocks and frames are kept as embeds, and told', () => {
  const html =
    '<figure><table><tbody><tr><td>1</td></tr></tbody></table><figcaption>T</figcaption></figure><pre><code>a\n  b</code></pre>'
  expect(toRichText(html)).toEqual({
    html: `<div data-rt-embed-type='true'><table><tbody><tr><td>1</td></tr></tbody></table></div><p>T</p><div data-rt-embed-type='true'><pre><code>a\n  b</code></pre></div>`,
    notes: [
      { kind: 'embedded', tag: 'table' },
      { kind: 'embedded', tag: 'pre' },
    ],
  })
})

test.each([
  '<script>planted()</script>',
  '<p onclick="planted()">a</p>',
  '<a href="java\tscript:planted()">a</a>',
  '<img src="data:text/html,planted" alt="">',
  '<table><tr><td onmouseover="planted()"><a href=" javascript:planted()">a</a><script>planted()</script></td></tr></table>',
  '<svg><script>planted()</script><a xlink:href="javascript:planted()">x</a></svg>',
  '<iframe srcdoc="<script>planted()</script>"></iframe>',
  '<svg><animate attributeName="href" values="x;javascript:planted()"/></svg>',
  '<svg><style><img src=x onerror=planted()></style></svg>',
  '<math><mi><template><p onclick="planted()"></template></mi></math>',
])('nothing that could run gets through: %s', (html) => {
  expect(toRichText(html).html).not.toContain('planted')
})

test('an unknown element leaves its content and is told once', () => {
  expect(toRichText('<blink>a</blink><blink>b</blink>')).toEqual({
    html: 'ab',
    notes: [{ kind: 'unwrapped', tag: 'blink' }],
  })
})

test('a text nested without end is refused in no time, and a long flat one is not', () => {
  const started = performance.now()
  expect(() => toRichText('<div>'.repeat(100_000))).toThrow('nested deeper')
  expect(() => toRichText('x'.repeat(5_000_001))).toThrow('longer than')
  expect(toRichText('<p>x</p>'.repeat(20_000)).html).toHaveLength(160_000)
  expect(performance.now() - started).toBeLessThan(5000)
})

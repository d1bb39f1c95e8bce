import { describe, expect, test } from 'vitest'
import { renderBlocks } from './render.ts'

const render = (text: string, unfilteredHtml = false) => renderBlocks({ format: 'html', text }, { unfilteredHtml })

describe('without unfiltered_html', () => {
  test.each([
    ['<script>x</script>', 'removed_element', 'script'],
    ['<iframe src="https://e.com"></iframe>', 'removed_element', 'iframe'],
    ['<form action="x">y</form>', 'removed_element', 'form'],
    ['<p onclick="x()">y</p>', 'removed_attribute', 'p onclick'],
    ['<p><a href="java&#9;script:x">y</a></p>', 'removed_address', 'a href="java\tscript:x"'],
    ['<p><img alt="" src="data:text/html,x"></p>', 'removed_address', 'img src="data:text/html,x"'],
    ['<p style="color:red;behavior:url(x)">y</p>', 'removed_style', 'behavior:url(x)'],
  ])('%s loses something, and that is told', (text, code, what) => {
    expect(render(text).notes).toContainEqual({ code, what, times: 1 })
  })

  test('the text of what is taken out stays, but not the text of scripts', () => {
    const { content } = render('<p><blink>seen</blink><script>unseen</script></p>')
    expect(content).toContain('seen')
    expect(content).not.toContain('unseen')
  })

  test('raw blocks are cleaned as well, and those that need nothing stay byte for byte', () => {
    const raw = "<!-- wp:group -->\n<div   class='wp-block-group'><br/></div>\n<!-- /wp:group -->"
    expect(render(raw).content).toBe(raw)
    expect(render('<!-- wp:html -->\n<b onclick="x">b</b>\n<!-- /wp:html -->').content).toBe(
      '<!-- wp:html -->\n<b>b</b>\n<!-- /wp:html -->',
    )
  })

  test('a frame of a video becomes an embed, which everybody may write', () => {
    const { content, notes } = render('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>')
    expect(content).toContain('"url":"https://www.youtube.com/watch?v=dQw4w9WgXcQ"')
    expect(notes).toEqual([])
  })
})

test('with unfiltered_html, HTML goes through as an HTML block', () => {
  const { content, notes } = render(
    '<form action="x"><input name="y"></form><script>1 < 2 // <!-- wp:x --></script>',
    true,
  )
  expect(content).toBe(
    '<!-- wp:html -->\n<form action="x"><input name="y"></form>\n<!-- /wp:html -->\n\n<!-- wp:html -->\n<script>1 < 2 // <\\!-- wp:x --></script>\n<!-- /wp:html -->',
  )
  expect(notes.map(({ code }) => code)).toEqual(['html_block', 'html_block'])
})

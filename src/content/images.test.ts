import { expect, test } from 'vitest'
import { collectFiles, collectImages } from './images.ts'

test('every image of Markdown is found once, with its alternative text and caption', () => {
  const text =
    '![One](a%20b.png?x=1 "Cap")\n\ntext ![two](<c d.png>) again ![](a%20b.png?x=1)\n\n<figure><img src="https://e.com/e.png"><figcaption>The <b>e</b></figcaption></figure>\n\n![d](data:image/png;base64,AAAA)'
  expect(collectImages({ format: 'markdown', text })).toEqual([
    { src: 'a%20b.png?x=1', location: 'local', path: 'a b.png', alt: 'One', caption: 'Cap' },
    { src: 'c%20d.png', location: 'local', path: 'c d.png', alt: 'two', caption: '' },
    { src: 'https://e.com/e.png', location: 'remote', path: null, alt: '', caption: 'The e' },
    { src: 'data:image/png;base64,AAAA', location: 'data', path: null, alt: 'd', caption: '' },
  ])
})

test('posters of films are images, and code is not', () => {
  const text = '<video src="https://e.com/v.mp4" poster="p.png"></video><pre><code>&lt;img src="x.png"&gt;</code></pre>'
  expect(collectImages({ format: 'html', text }).map(({ src }) => src)).toEqual(['p.png'])
})

test('a name with a percent sign of its own is a path as it stands', () => {
  expect(collectImages({ format: 'html', text: '<img src="100%.png">' })[0]?.path).toBe('100%.png')
})

test('images in raw blocks are images of the article', () => {
  const image = '<figure class="wp-block-image"><img src="a.png" alt="A"/><figcaption>Cap</figcaption></figure>'
  const text = `Text.\n\n<!-- wp:gallery -->\n<figure><!-- wp:image {"id":6} -->\n${image}\n<!-- /wp:image --></figure>\n<!-- /wp:gallery -->`
  expect(collectImages({ format: 'markdown', text })).toMatchObject([{ src: 'a.png', alt: 'A', caption: 'Cap' }])
  expect(collectImages({ format: 'html', text }).map(({ src }) => src)).toEqual(['a.png'])
})

test('files beside an article are found wherever it plays or links to them; pages, and what is on the web, are none', () => {
  const text = `[Paper](docs/a%20b.pdf) [Other](other.md) [Site](/a.pdf) [Top](#top) [Web](https://e.com/c.pdf) <a:b.pdf>

<video poster="p.png"><source src="clip.mp4"></video> <audio src="//e.com/a.mp3"></audio>

<!-- wp:file --><div class="wp-block-file"><a href="raw.ZIP?x">Raw</a></div><!-- /wp:file -->`
  expect(collectFiles({ format: 'markdown', text })).toEqual([
    { src: 'docs/a%20b.pdf', path: 'docs/a b.pdf' },
    { src: 'clip.mp4', path: 'clip.mp4' },
    { src: 'raw.ZIP?x', path: 'raw.ZIP' },
  ])
})

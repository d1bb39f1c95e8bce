import { expect, test } from 'vitest'
import { renderBlocks, renderPlainHtml } from '../render.ts'
import type { UploadedImage } from './build.ts'

const images = new Map<string, UploadedImage>([
  ['images/cup.png', { id: 41, url: 'https://b.test/up/cup.png' }],
  ['https://a.test/tea.jpg?x=1&y=2', { id: 42, url: 'https://b.test/up/tea.jpg' }],
  ['https://b.test/there.png', { id: 43, url: 'https://b.test/there.png' }],
])
const render = (text: string) => renderBlocks({ format: 'markdown', text }, { images, unfilteredHtml: true })

test('images of raw blocks get their addresses and ids on the site, and nothing else changes', () => {
  const gallery = (cup: string, tea: string): string =>
    `<!-- wp:gallery {"linkTo":"none"} -->\n<figure  class='odd'>${cup}\n\n${tea}</figure>\n<!-- /wp:gallery -->`
  const image = (id: number, img: string): string =>
    `<!-- wp:image {"id":${id},"sizeSlug":"full"} -->\n<figure>${img}</figure>\n<!-- /wp:image -->`
  const { content, images: found } = render(
    gallery(
      image(6, '<img src="images/cup.png" srcset="images/cup.png 2x" alt="cup" class="wp-image-6" />'),
      image(7, '<img src="https://a.test/tea.jpg?x=1&#038;y=2" alt="tea" class="big wp-image-7"/>'),
    ),
  )
  expect(content).toBe(
    gallery(
      image(41, '<img src="https://b.test/up/cup.png" alt="cup" class="wp-image-41" />'),
      image(42, '<img src="https://b.test/up/tea.jpg" alt="tea" class="big wp-image-42"/>'),
    ),
  )
  expect(found.map(({ src }) => src)).toEqual(['images/cup.png', 'https://a.test/tea.jpg?x=1&y=2'])
})

test('a cover and media beside text keep image and attributes together', () => {
  const { content } = render(
    '<!-- wp:cover {"url":"images/cup.png","id":6,"dimRatio":50} -->\n<div class="wp-block-cover"><img class="wp-block-cover__image-background wp-image-6" alt="" src="images/cup.png"/></div>\n<!-- /wp:cover -->\n\n<!-- wp:media-text {"mediaId":6,"mediaType":"image"} -->\n<div><figure><img src="images/cup.png" class="wp-image-6"/></figure></div>\n<!-- /wp:media-text -->',
  )
  expect(content).toContain('<!-- wp:cover {"url":"https://b.test/up/cup.png","id":41,"dimRatio":50} -->')
  expect(content).toContain('background wp-image-41" alt="" src="https://b.test/up/cup.png"/>')
  expect(content).toContain('<!-- wp:media-text {"mediaId":41,"mediaType":"image"} -->')
})

test('files of raw blocks get their addresses and ids, and a poster or a linked image gives its id to no other block', () => {
  const files = new Map<string, UploadedImage>([
    ['a.mp3', { id: 51, url: 'https://b.test/up/a.mp3' }],
    ['v.mp4', { id: 52, url: 'https://b.test/up/v.mp4' }],
    ['p.png', { id: 53, url: 'https://b.test/up/p.png' }],
    ['d.pdf', { id: 54, url: 'https://b.test/up/d.pdf' }],
  ])
  const text = (audio: string, video: string, poster: string, file: string, ids: readonly number[]): string =>
    [
      `<!-- wp:audio {"id":${ids[0]}} -->\n<figure><audio controls src="${audio}"></audio></figure>\n<!-- /wp:audio -->`,
      `<!-- wp:video {"id":${ids[1]}} -->\n<figure><video poster="${poster}" src="${video}"></video></figure>\n<!-- /wp:video -->`,
      `<!-- wp:file {"id":${ids[2]},"href":"${file}"} -->\n<div class="wp-block-file"><a href="${file}">D</a></div>\n<!-- /wp:file -->`,
      `<!-- wp:image {"id":9} -->\n<figure><a href="${file}"><img src="https://b.test/there.png" class="wp-image-9"/></a></figure>\n<!-- /wp:image -->`,
    ].join('\n\n')
  const raw = text('a.mp3', 'v.mp4', 'p.png', 'd.pdf', [1, 2, 3])
  const up = 'https://b.test/up'
  expect(renderBlocks({ format: 'markdown', text: raw }, { images: files, unfilteredHtml: true }).content).toBe(
    text(`${up}/a.mp3`, `${up}/v.mp4`, `${up}/p.png`, `${up}/d.pdf`, [51, 52, 54]),
  )
})

test('an image that is on the site already stays byte for byte, and a local one that is not there is told', () => {
  const there = `<!-- wp:html -->\n<img SRC='https://b.test/there.png' class="wp-image-9">\n<!-- /wp:html -->`
  expect(render(there).content).toBe(there)
  const lost = '<!-- wp:html -->\n<img src="lost.png">\n<!-- /wp:html -->'
  expect(render(lost)).toMatchObject({ content: lost, notes: [{ code: 'local_file', what: 'lost.png' }] })
})

test('plain HTML and previews show them as well', () => {
  const text =
    '<!-- wp:image {"id":6} -->\n<figure><img src="images/cup.png" class="wp-image-6"/></figure>\n<!-- /wp:image -->'
  const data = new Map([['images/cup.png', { url: 'data:image/png;base64,AAAA' }]])
  expect(renderPlainHtml({ format: 'markdown', text }, { images: data }).content).toBe(
    '<figure><img src="data:image/png;base64,AAAA" class="wp-image-6"/></figure>',
  )
})

import { beforeAll, describe, expect, test } from 'vitest'
import {
  attributeOf,
  type ChildNode,
  classesOf,
  type Element,
  findElement,
  isElement,
  isTemplate,
  isText,
  type ParentNode,
  textOf,
} from '../src/content/html/node.ts'
import { parseHtml } from '../src/content/html/parse.ts'
import { renderMarkdown } from '../src/content/markdown/render.ts'
import { renderBlocks } from '../src/content/render.ts'
import { type CorpusDocument, readCorpus } from './content-corpus.ts'
import { type Site, wordpress } from './wordpress/site.ts'

/**
 * What a reader sees: the letters, digits and pictures of a page, in order, with a space where one word ends. Left out on both
 * sides is what nobody reads as text (scripts, players, addresses, which become players), and what sites add by themselves:
 * numbers of footnotes and the arrows back. Signs of punctuation are left out too, since WordPress sets its own quotes and dashes.
 */
function wordsOf(root: ParentNode): string[] {
  const text = readText(root)
    .replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{Co}]/gu, (sign) => (/[\n\t\r\f]/.test(sign) ? ' ' : ''))
    .replace(/\bhttps?:\/\/\S+/g, ' ')
    .normalize('NFC')
    // Chinese and Japanese have no spaces, and a line that ends is none either.
    .replace(
      /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\s+(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu,
      '',
    )
  return text.match(/[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu) ?? []
}

function readText(root: ParentNode): string {
  let text = ''
  for (const node of captionsLast(root.childNodes)) {
    if (isText(node)) text += node.value
    if (!isElement(node) || unread.has(node.tagName) || isTemplate(node) || isFootnoteSign(node)) continue
    const edge = isRunning.has(node.tagName) ? '' : '\n'
    text += `${edge}${node.tagName === 'math' ? latexOf(node) : readText(node)}${node.tagName === 'p' ? captionsOf(node) : ''}${edge}`
  }
  return text
}

/** Formulas are compared by their LaTeX, which stands beside the MathML. */
function latexOf(math: Element): string {
  const latex = findElement(math, ({ tagName }) => tagName === 'annotation')
  return textOf(latex ?? math).replace(/^\\displaystyle /, '')
}

/** The title of a Markdown image that stands alone is its caption. */
function captionsOf(paragraph: ParentNode): string {
  const images = paragraph.childNodes.filter((node) => !isText(node) || node.value.trim() !== '')
  const captions = images.map((node) => {
    const image = isElement(node, 'a') ? findElement(node, ({ tagName }) => tagName === 'img') : node
    return image !== null && isElement(image, 'img') ? (attributeOf(image, 'data-caption') ?? '') : null
  })
  return captions.includes(null) ? '' : ` ${captions.join(' ')}`
}

/** Captions of tables stand below them on pages. */
function captionsLast(nodes: readonly ChildNode[]): ChildNode[] {
  return [...nodes.filter((node) => !isElement(node, 'caption')), ...nodes.filter((node) => isElement(node, 'caption'))]
}

const isRunning = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)
const unread = new Set(
  'script style noscript noembed noframes iframe object embed audio video canvas svg select template title'.split(' '),
)

function isFootnoteSign(node: ChildNode): boolean {
  if (!isElement(node)) return false
  const isReference =
    node.tagName === 'sup' && (classesOf(node).includes('fn') || attributeOf(node, 'data-footnote') !== null)
  const target = node.tagName === 'a' ? (attributeOf(node, 'href') ?? '') : ''
  return isReference || /^#[0-9a-f]{8}-[0-9a-f-]{27}(?:-link)?$/.test(target)
}

function sourceWords({ body }: CorpusDocument): string[] {
  const text = body.text.replace(/\r\n?/g, '\n')
  return wordsOf(parseHtml(body.format === 'markdown' ? renderMarkdown(text) : text))
}

/** Documents whose page says something else on purpose, and what that is. */
const exceptions: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  // What comes behind a page break is on the next page.
  more: (words) => [...words.filter((word) => word !== 'After'), 'Pages', '1', '2'],
  // A file has a button, and is its address where the source gave it no other name.
  'attribute-json': (words) => [...words, 'Download'],
  'file-and-buttons': (words) => words.map((word) => (word === 'report' ? 'reportDownload' : word)),
  // WordPress runs the shortcode, and there is no such picture.
  'classic-wordpress': (words) => words.filter((_, at) => at < 1 || at > 4),
}
/** Blocks that show other posts of the site, and a default of the newest editor. */
const unsteady = new Set(['raw-with-script', 'details'])

const isDeep = process.env.DEEP !== undefined
/** Real articles, every script, and the worst of HTML; the whole corpus with `DEEP=1`. */
const modest = new Set([
  'release-notes',
  'recipe',
  'tutorial',
  'footnotes',
  'formulas',
  'tables',
  'rtl',
  'hebrew',
  'cjk',
  'emoji',
  'indic-and-thai',
  'misnested',
  'scripts',
  'references',
  'word-processor',
])

/** An article of a megabyte, whose every paragraph is another; only with `DEEP=1`. */
const long: CorpusDocument = {
  file: 'long.md',
  name: 'megabyte',
  body: {
    format: 'markdown',
    text: Array.from(
      { length: 9000 },
      (_, at) => `Paragraph **${at}** says that it is number ${at}, and no other one.\n\n- item ${at}\n- and *more*\n`,
    ).join('\n'),
  },
}
const corpus = [...readCorpus(), long].filter(({ name }) => !unsteady.has(name) && (isDeep || modest.has(name)))

describe.each(['newest', 'oldest'] as const)('on the front page of the %s WordPress', (version) => {
  let site: Site
  let authorization = ''
  beforeAll(async () => {
    site = await wordpress({ version })
    const { username, applicationPassword } = site.users.administrator
    authorization = `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`
  })

  async function readPage(document: CorpusDocument): Promise<string[]> {
    const { content, footnotes } = renderBlocks(document.body, { unfilteredHtml: true, wordpress: site.version })
    const meta = footnotes === undefined ? {} : { meta: { footnotes } }
    const answer = await fetch(`${site.url}/wp-json/wp/v2/posts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ title: 'Corpus', status: 'publish', content, ...meta }),
    })
    const { link } = (await answer.json()) as { link: string }
    expect(answer.status).toBe(201)
    const page = await fetch(link)
    expect(page.status).toBe(200)
    const shown = findElement(parseHtml(await page.text()), (element) =>
      classesOf(element).some((name) => name === 'entry-content' || name === 'wp-block-post-content'),
    )
    // Themes leave out the element where there is nothing to show.
    if (shown === null) expect(content).toBe('')
    return shown === null ? [] : wordsOf(shown)
  }

  test.each(corpus)('$file $name says what its source says, in order', async (document) => {
    expect(await readPage(document)).toEqual((exceptions[document.name] ?? ((words) => words))(sourceWords(document)))
  })
})

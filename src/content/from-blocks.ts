import type { UploadedImage } from './blocks/build.ts'
import { type BlockRegion, findBlocks, stripDelimiters } from './blocks/delimiter.ts'
import { dropMetadata } from './blocks/mark.ts'
import type { Body } from './document.ts'
import { elementToMarkdown } from './from-blocks/block.ts'
import { footnoteDefinition, readFootnotes } from './from-blocks/footnotes.ts'
import { readImages } from './from-blocks/images.ts'
import { contentOf, isElement } from './html/node.ts'
import { parseHtml } from './html/parse.ts'
import { checkLength, limits } from './limits.ts'
import { renderBlocks } from './render.ts'

export interface ImportOptions {
  /** The value of the post's `footnotes` meta. */
  readonly footnotes?: string
  /** Keys of the first block's metadata that are marks of ours and not part of the content. */
  readonly marks?: readonly string[]
}

export interface ImportedBody {
  readonly body: Body
  /** The images that the site already has, by the address they have in the body: rendered with them, its ids come back. */
  readonly images: ReadonlyMap<string, UploadedImage>
  /** The content without our marks, as it is compared. */
  readonly raw: string
  /** Blocks that Markdown has no form for, kept as `<!-- wp:… -->`. */
  readonly kept: number
  /** Blocks that became Markdown. */
  readonly converted: number
}

/**
 * `content.raw` of a post as Markdown from which the same blocks are rendered again, byte for byte but for the ids of
 * footnotes and the space that a filter of WordPress puts before `/>`. A block becomes Markdown only if rendering it gives that very block; every other one stays raw, so that
 * nothing is lost. A post from before blocks comes back as HTML, as it is.
 * Raises `bad_input` for what rendering refuses: too long, or nested too deeply.
 */
export function importBody(content: string, options: ImportOptions = {}): ImportedBody {
  checkLength(content, limits.body, 'The content')
  const raw = dropMetadata(content.replace(/\r\n?/g, '\n'), options.marks ?? [])
  // Others would be taken for files of the writer's machine.
  const images = new Map([...readImages(raw)].filter(([url]) => /^https?:\/\//i.test(url)))
  const asHtml = { body: { format: 'html', text: raw } as const, images, raw, kept: 0, converted: 0 }
  const { blocks, unpaired } = findBlocks(raw)
  if (blocks.length === 0 || unpaired.length > 0) return asHtml
  const footnotes = readFootnotes(options.footnotes)
  const references: string[] = []
  const pieces = splitBlocks(raw, blocks).map((piece) => ({
    piece,
    markdown: convert(piece, images, footnotes, references),
  }))
  const parts = pieces.filter(({ markdown }) => markdown !== '').map(({ piece, markdown }) => markdown ?? piece)
  const definitions = references.map((id, index) => footnoteDefinition(id, index + 1, footnotes))
  const text = join([...parts, ...definitions])
  const converted = pieces.filter(({ markdown }) => markdown !== null).length
  const imported = {
    body: { format: 'markdown', text } as const,
    images,
    raw,
    kept: pieces.length - converted,
    converted,
  }
  return survives(imported.body, raw, images) ? imported : asHtml
}

/** Blocks and, where something stands between them, that as the Classic block that it is. */
function splitBlocks(raw: string, blocks: readonly BlockRegion[]): string[] {
  const pieces: string[] = []
  let at = 0
  const between = (end: number): void => {
    const loose = raw.slice(at, end).trim()
    if (loose !== '') pieces.push(`<!-- wp:freeform -->\n${loose}\n<!-- /wp:freeform -->`)
  }
  for (const region of blocks) {
    between(region.start)
    pieces.push(raw.slice(region.start, region.end))
    at = region.end
  }
  between(raw.length)
  return pieces
}

/** The Markdown of one block; empty for the block that shows footnotes, which their definitions make; null to keep it raw. */
function convert(
  piece: string,
  images: ReadonlyMap<string, UploadedImage>,
  footnotes: ReadonlyMap<string, string>,
  references: string[],
): string | null {
  if (/^<!-- wp:footnotes [^<]*\/-->$/.test(piece) && footnotes.size > 0) return ''
  if (/^<!-- wp:(?:more|nextpage) /.test(piece)) return renderedAs(stripDelimiters(piece).trim(), piece, images)
  const [element, ...more] = contentOf(parseHtml(stripDelimiters(piece)))
  if (element === undefined || more.length > 0 || !isElement(element)) return null
  for (const escaping of ['light', 'heavy'] as const) {
    const seen = [...references]
    const guess = elementToMarkdown(element, { escaping, references: seen })
    if (guess === null) return null
    const definitions = [...new Set([...guess.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1])))].map(
      (number) => footnoteDefinition(seen[number - 1] ?? '', number, footnotes),
    )
    if (renderedAs(join([guess, ...definitions]), piece, images) === null) continue
    references.splice(0, references.length, ...seen)
    return guess
  }
  return null
}

/** The Markdown, if the block comes out of it again; null if anything else does. */
function renderedAs(markdown: string, block: string, images: ReadonlyMap<string, UploadedImage>): string | null {
  const { content } = renderBlocks({ format: 'markdown', text: markdown }, { unfilteredHtml: true, images })
  const own = content.replace(/\n\n<!-- wp:footnotes \/-->$/, '')
  return comparable(own) === comparable(block) ? markdown : null
}

function survives(body: Body, raw: string, images: ReadonlyMap<string, UploadedImage>): boolean {
  const { content } = renderBlocks(body, { unfilteredHtml: true, images })
  return comparable(content) === comparable(join(splitBlocks(raw, findBlocks(raw).blocks)))
}

/** Whether two contents are the same but for the ids of footnotes, and white space between blocks. */
export function isSameContent(one: string, other: string): boolean {
  const plain = (content: string): string =>
    comparable(content)
      .replace(/(-->)\s*(?=<!-- wp:)/g, '$1\n\n')
      .trim()
  return plain(one) === plain(other)
}

/** Footnotes get ids and numbers of their own each time; for users whose HTML it filters, WordPress writes ` />` where the editor has `/>`. */
function comparable(content: string): string {
  return content
    .replace(
      /<sup data-fn="[0-9a-f-]{36}" class="fn"><a href="#[0-9a-f-]{36}" id="[0-9a-f-]{36}-link">\d+<\/a><\/sup>/g,
      '<sup data-fn></sup>',
    )
    .replaceAll('" />', '"/>')
}

/** Two lists in a row would become one, and indented code a part of the list: a comment keeps them apart. */
function join(parts: readonly string[]): string {
  let text = ''
  let isAfterList = false
  for (const part of parts) {
    const begins = /^(?:[-*+]|\d+\.) |^ {4}/.test(part)
    if (text !== '') text += isAfterList && begins ? '\n\n<!-- -->\n\n' : '\n\n'
    text += part
    isAfterList = /^(?:[-*+]|\d+\.) /.test(part)
  }
  return text
}

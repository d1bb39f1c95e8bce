import { findBlocks, stripDelimiters } from './blocks/delimiter.ts'
import { type ChildNode, isComment, type ParentNode } from './html/node.ts'
import { parseHtml } from './html/parse.ts'
import { dropControls, serializeWithComments } from './html/serialize.ts'
import { checkLength, limits } from './limits.ts'
import { findRawBlocks, renderMarkdown } from './markdown/render.ts'
import { placeMath } from './math/place-math.ts'
import { type NoteBook, openNoteBook } from './note.ts'
import { repair } from './repair.ts'
import { sanitize } from './sanitize.ts'

export interface Body {
  readonly format: 'markdown' | 'html'
  readonly text: string
}

/** A body as a tree. Blocks that were written raw stand in it as comments; `rawOf` gives them back. */
export interface Document {
  readonly root: ParentNode
  /** The raw block markup that a comment stands for; null for any other comment. */
  rawOf(comment: string): string | null
}

interface DocumentOptions {
  /** Whether the author may write any HTML. */
  readonly unfilteredHtml: boolean
  /** Whether formulas become MathML. */
  readonly math: boolean
}

/**
 * Reads a body into a tree, sanitised unless the author has `unfiltered_html`.
 * Raises `bad_input` when it is too long, nested too deeply or has too many elements.
 */
export function openDocument(body: Body, { unfilteredHtml, math }: DocumentOptions, notes: NoteBook): Document {
  checkLength(body.text, limits.body, 'The body')
  // Lone surrogates would not survive the way to the site.
  const text = dropControls(body.text.replace(/\r\n?/g, '\n')).toWellFormed()
  const regions = body.format === 'markdown' ? findRawBlocks(text) : findBlocks(text).blocks
  const marker = freeMarker(text)
  const raws = new Map<string, string>()
  let source = ''
  let at = 0
  for (const [index, region] of regions.entries()) {
    const name = `${marker}${index}`
    const raw = text.slice(region.start, region.end)
    raws.set(name, unfilteredHtml ? raw : sanitizeRaw(raw, notes))
    const gap = body.format === 'markdown' ? '\n\n' : ''
    source += `${text.slice(at, region.start)}${gap}<!--${name}-->${gap}`
    at = region.end
  }
  source += text.slice(at)
  const root = parseHtml(body.format === 'markdown' ? renderMarkdown(source) : source)
  placeMath(root, { available: math, filtered: !unfilteredHtml }, notes)
  repair(root)
  if (!unfilteredHtml) sanitize(root, notes)
  const isPlainMarkdown = body.format === 'markdown' && !text.includes('<')
  return { root: isPlainMarkdown ? root : stabilize(root), rawOf: (comment) => raws.get(comment) ?? null }
}

/**
 * Some trees do not come back from their own HTML: misnested tables, links in links, HTML in SVG, or what is left
 * where a wrapper was taken out. The editor reads the HTML again, so the tree must be one that survives it.
 */
function stabilize(root: ParentNode): ParentNode {
  let stable = root
  let html = serializeWithComments(stable.childNodes)
  for (let round = 0; round < 5; round += 1) {
    stable = parseHtml(html)
    const again = serializeWithComments(stable.childNodes)
    if (again === html) break
    html = again
  }
  return stable
}

/** A prefix for placeholders that the text does not contain. */
function freeMarker(text: string): string {
  let marker = 'raw-block-'
  while (text.includes(marker)) marker += '-'
  return marker
}

/** Raw blocks stay byte for byte as written unless something in them may not be written. */
function sanitizeRaw(raw: string, notes: NoteBook): string {
  const root = parseHtml(raw)
  const removed = openNoteBook()
  sanitize(root, removed)
  if (removed.list().length === 0) return raw
  const clean = serializeWithComments(root.childNodes)
  for (const note of removed.list()) notes.add(note.code, note.what)
  // Taking out an element may take out a delimiter with it, or leave nothing to show.
  const whole = findBlocks(clean)
  if (stripDelimiters(clean).trim() === '') return ''
  if (whole.unpaired.length === 0) return clean
  notes.add('block_unbalanced', raw.slice(0, 60))
  return ''
}

/** The text of a comment node, white space around it removed; null for other nodes. */
export function commentOf(node: ChildNode): string | null {
  return isComment(node) ? node.data.trim() : null
}

import { type Body, commentOf, type Document, openDocument } from './document.ts'
import { attributeOf, type Element, findElement, isElement, type ParentNode, textOf } from './html/node.ts'
import { parseHtml } from './html/parse.ts'
import { openNoteBook } from './note.ts'

/** An image that a body refers to, once for each `src`. */
export interface ImageReference {
  /** As it stands in the body: the key under which an uploaded image is given to the rendering. */
  readonly src: string
  /** `data`: within the text; `remote`: http or https; `local`: a path of the writer's machine. */
  readonly location: 'local' | 'remote' | 'data'
  /** The path of a local image, percent signs resolved, without query; null for others. */
  readonly path: string | null
  readonly alt: string
  /** As text, without markup. */
  readonly caption: string
}

/** The images of a body, in order. Raises `bad_input` as rendering does. */
export function collectImages(body: Body): ImageReference[] {
  return listImages(openDocument(body, { unfilteredHtml: false, math: false }, openNoteBook()))
}

/** Those in raw blocks as well. */
export function listImages({ root, rawOf }: Document): ImageReference[] {
  const found = new Map<string, ImageReference>()
  visit(root, '', found, rawOf)
  return [...found.values()]
}

function visit(
  parent: ParentNode,
  caption: string,
  found: Map<string, ImageReference>,
  rawOf: Document['rawOf'],
): void {
  for (const node of parent.childNodes) {
    const comment = commentOf(node)
    const raw = comment === null ? null : rawOf(comment)
    if (raw !== null) visit(parseHtml(raw), caption, found, () => null)
    if (!isElement(node)) continue
    if (node.tagName === 'img') add(node, caption, found)
    const poster = node.tagName === 'video' ? (attributeOf(node, 'poster') ?? '') : ''
    if (poster !== '' && !found.has(poster)) found.set(poster, describe(poster, '', ''))
    visit(node, node.tagName === 'figure' ? captionOf(node) : caption, found, rawOf)
  }
}

function captionOf(figure: Element): string {
  const caption = findElement(figure, (element) => element.tagName === 'figcaption')
  return caption === null ? '' : textOf(caption).replace(/\s+/g, ' ').trim()
}

function add(img: Element, caption: string, found: Map<string, ImageReference>): void {
  const src = attributeOf(img, 'src') ?? ''
  if (src.trim() === '' || found.has(src)) return
  found.set(src, describe(src, attributeOf(img, 'alt') ?? '', caption || (attributeOf(img, 'data-caption') ?? '')))
}

function describe(src: string, alt: string, caption: string): ImageReference {
  const location = /^data:/i.test(src) ? 'data' : /^(?:https?:)?\/\//i.test(src) ? 'remote' : 'local'
  return { src, location, path: location === 'local' ? pathOf(src) : null, alt, caption }
}

function pathOf(src: string): string {
  const plain = src.replace(/[?#].*$/s, '')
  try {
    return decodeURIComponent(plain)
  } catch {
    // A file may well be called "100%.png".
    return plain
  }
}

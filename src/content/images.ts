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

/** A file beside the article that it plays or links to. */
export type FileReference = Pick<ImageReference, 'src'> & {
  /** Percent signs resolved, without query. */
  readonly path: string
}

/** Audio, video and documents beside the article, each `src` once. Raises `bad_input` as rendering does. */
export function collectFiles(body: Body): FileReference[] {
  const { root, rawOf } = openDocument(body, { unfilteredHtml: false, math: false }, openNoteBook())
  const found = new Set<string>()
  addFiles(root, found, rawOf)
  return [...found].map((src) => ({ src, path: pathOf(src) }))
}

function addFiles(parent: ParentNode, found: Set<string>, rawOf: Document['rawOf']): void {
  for (const node of parent.childNodes) {
    const comment = commentOf(node)
    const raw = comment === null ? null : rawOf(comment)
    if (raw !== null) addFiles(parseHtml(raw), found, () => null)
    if (!isElement(node)) continue
    const address = attributeOf(node, isElement(node, 'a') ? 'href' : 'src')?.trim() ?? ''
    const isPlayed = isElement(node, 'audio', 'video', 'source', 'track') && address !== ''
    if (isPlayed ? locate(address) === 'local' : isElement(node, 'a') && isFile(address)) found.add(address)
    addFiles(node, found, rawOf)
  }
}

/** A link may be a path of the site itself; one that is relative and ends like a document is not. */
function isFile(address: string): boolean {
  if (/^(?:[a-z][a-z0-9+.-]*:|[/?#])/i.test(address)) return false
  return documents.has(pathOf(address).split('.').slice(1).at(-1)?.toLowerCase() ?? '')
}

const documents = new Set(
  'pdf doc docx odt xls xlsx ods ppt pptx odp rtf csv zip epub mp3 m4a ogg oga wav flac mp4 m4v mov webm ogv'.split(
    ' ',
  ),
)

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
  const location = locate(src)
  return { src, location, path: location === 'local' ? pathOf(src) : null, alt, caption }
}

/** Where what an address names is. */
export function locate(src: string): ImageReference['location'] {
  return /^data:/i.test(src) ? 'data' : /^(?:https?:)?\/\//i.test(src) ? 'remote' : 'local'
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

import {
  attributeOf,
  type ChildNode,
  classesOf,
  type Element,
  isElement,
  removeAttribute,
  setAttribute,
} from '../html/node.ts'
import type { Build, UploadedImage } from './build.ts'

/** Where an image of the article is on the site; itself where it was not uploaded. */
export function placeImage(source: string, build: Build): UploadedImage {
  const uploaded = build.images.get(source)
  if (uploaded !== undefined) return uploaded
  if (!/^(?:https?:)?\/\//i.test(source))
    build.notes.add('local_file', /^data:/i.test(source) ? source.slice(0, 30) : source)
  return { url: source }
}

/** Where other elements name a file that may be the article's. */
const places: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  audio: ['src'],
  video: ['src', 'poster'],
  source: ['src'],
  track: ['src'],
}

/** The attributes of an element that name an uploaded file, with that file. */
export function filesIn(element: Element, build: Build): { readonly name: string; readonly file: UploadedImage }[] {
  return (places[element.tagName] ?? []).flatMap((name) => {
    const file = build.images.get(attributeOf(element, name)?.trim() ?? '')
    return file === undefined ? [] : [{ name, file }]
  })
}

/** Gives images and files within text and HTML their addresses on the site, and images the class by which WordPress knows them. */
export function rewriteImages(nodes: readonly ChildNode[], build: Build): void {
  for (const node of nodes) {
    if (!isElement(node)) continue
    if (node.tagName === 'img') rewriteImage(node, build)
    for (const { name, file } of filesIn(node, build)) setAttribute(node, name, file.url)
    rewriteImages(node.childNodes, build)
  }
}

function rewriteImage(element: Element, build: Build): void {
  const caption = attributeOf(element, 'data-caption')
  if (caption !== null) {
    removeAttribute(element, 'data-caption')
    if (attributeOf(element, 'title') === null) setAttribute(element, 'title', caption)
  }
  const source = attributeOf(element, 'src')
  if (source === null) return
  const image = placeImage(source, build)
  if (image.url === source && image.id === undefined) return
  setAttribute(element, 'src', image.url)
  // They name other files than the one that was uploaded; WordPress makes its own.
  removeAttribute(element, 'srcset')
  removeAttribute(element, 'sizes')
  if (image.alt !== undefined && (attributeOf(element, 'alt') ?? '') === '') setAttribute(element, 'alt', image.alt)
  if (image.id === undefined) return
  const others = classesOf(element).filter((name) => !/^wp-image-\d+$/.test(name))
  setAttribute(element, 'class', [`wp-image-${image.id}`, ...others].join(' '))
}

import { type ChildNode, classesOf, type Element, findElement, isBlank, isElement, isText } from '../html/node.ts'
import type { Block, Json } from './block.ts'
import type { BlockKind } from './build.ts'
import { figureParts } from './figure.ts'
import { buildImageFrom, image, isImage } from './image.ts'
import { alignOf } from './support.ts'
import { classList, openTag } from './tag.ts'

export const gallery: BlockKind = {
  name: 'gallery',
  tags: ['figure', 'div', 'ul'],
  build(element, build) {
    const named = classesOf(element).some((name) => /^(?:wp-block-gallery|gallery|blocks-gallery-grid)$/.test(name))
    if (!named && element.tagName !== 'figure') return null
    const caption = element.childNodes.find((node): node is Element => isElement(node, 'figcaption'))
    const pictures = picturesOf(element, caption)
    if (pictures.length < 2 || pictures.some((picture) => picture.stray)) return null
    const images = pictures.flatMap(({ element: node }) => {
      if (!isElement(node)) return []
      return isImage(node) ? buildImageFrom(node, [], build) : (image.build(node, build) ?? [])
    })
    return [buildGalleryFrom(images, caption === undefined ? '' : build.text(caption.childNodes), element)]
  },
}

interface Picture {
  readonly element: ChildNode
  /** Something that a gallery cannot hold. */
  readonly stray: boolean
}

/** The images of a gallery, whatever list or wrappers they stand in. */
function picturesOf(parent: Element, caption: Element | undefined): Picture[] {
  return parent.childNodes.flatMap((node): Picture[] => {
    if (!isElement(node)) return isText(node) && !isBlank(node) ? [{ element: node, stray: true }] : []
    if (node.tagName === 'br' || node === caption) return []
    if (isImage(node)) return [{ element: node, stray: false }]
    const images = findElement(node, (inside) => inside.tagName === 'img')
    if (images === null) return [{ element: node, stray: true }]
    if (node.tagName !== 'figure' || holdsFigure(node)) return picturesOf(node, caption)
    const [only, ...more] = figureParts(node).content
    return [{ element: node, stray: only === undefined || more.length > 0 || !isImage(only) }]
  })
}

function holdsFigure(element: Element): boolean {
  return findElement(element, (inside) => inside.tagName === 'figure') !== null
}

export function buildGalleryFrom(images: readonly Block[], caption: string, element?: Element): Block {
  const columns = element === undefined ? null : columnsOf(element)
  const align = element === undefined ? null : alignOf(element)
  const attributes: Record<string, Json> = {}
  if (columns !== null) attributes.columns = columns
  attributes.linkTo = 'none'
  if (align !== null) attributes.align = align
  const names = classList(
    'wp-block-gallery',
    align && `align${align}`,
    'has-nested-images',
    columns === null ? 'columns-default' : `columns-${columns}`,
    'is-cropped',
  )
  const figcaption =
    caption === '' ? '' : `<figcaption class="blocks-gallery-caption wp-element-caption">${caption}</figcaption>`
  return {
    name: 'gallery',
    attributes,
    open: openTag('figure', { class: names }),
    inner: images,
    close: `${figcaption}</figure>`,
  }
}

function columnsOf(element: Element): number | null {
  const name = classesOf(element).find((entry) => /^columns-[1-8]$/.test(entry))
  return name === undefined ? null : Number(name.slice(8))
}

import { attributeOf, type ChildNode, classesOf, contentOf, type Element, isElement } from '../html/node.ts'
import { type Block, block, type Json } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { figureParts } from './figure.ts'
import { placeImage } from './inline-image.ts'
import { alignOf, supportOf } from './support.ts'
import { classList, openTag, settle, voidTag } from './tag.ts'

export const image: BlockKind = {
  name: 'image',
  tags: ['figure'],
  build(element, build) {
    const { content, caption } = figureParts(element)
    const [only, ...more] = content
    if (only === undefined || more.length > 0 || !isImage(only)) return null
    return buildImageFrom(only, caption, build, element)
  },
}

interface Picture {
  readonly img: Element
  readonly link: Element | null
}

/** An image, or a link around one and nothing else. */
export function isImage(node: ChildNode): boolean {
  return isElement(node) && pictureOf(node) !== null
}

function pictureOf(element: Element): Picture | null {
  if (element.tagName === 'img')
    return (attributeOf(element, 'src') ?? '').trim() === '' ? null : { img: element, link: null }
  const [only, ...more] = contentOf(element)
  if (only === undefined || more.length > 0 || !isElement(only)) return null
  if (element.tagName === 'a') {
    const picture = pictureOf(only)
    return picture === null || picture.link !== null ? null : { img: picture.img, link: element }
  }
  return element.tagName === 'span' ? pictureOf(only) : null
}

/** One image block. The caption is the figure's, or the title that a Markdown image was given. */
export function buildImageFrom(
  node: ChildNode,
  caption: readonly ChildNode[],
  build: Build,
  around?: Element,
): Block[] {
  const picture = isElement(node) ? pictureOf(node) : null
  if (picture === null || !isElement(node)) return []
  const figure = around ?? node
  const { img, link } = picture
  const source = attributeOf(img, 'src') ?? ''
  const placed = placeImage(source, build)
  const width = widthOf(img, figure)
  const legacy = !build.atLeast('6.3')
  const href = link === null ? null : attributeOf(link, 'href')
  const size = placed.id === undefined ? sizeOf(figure) : (placed.size ?? 'full')
  const align = alignOf(figure) ?? alignOf(img) ?? floatOf(img)
  const support = supportOf(figure)
  const attributes: Record<string, Json> = {}
  if (placed.id !== undefined) attributes.id = placed.id
  if (width !== null) attributes.width = legacy ? Number.parseInt(width, 10) : width
  if (width !== null && !legacy) attributes.height = 'auto'
  if (size !== null) attributes.sizeSlug = size
  const destination = destinationOf(href, source, placed.url)
  if (destination !== 'none' || placed.id !== undefined) attributes.linkDestination = destination
  if (align !== null) attributes.align = align
  Object.assign(attributes, support.attributes)
  const alt = attributeOf(img, 'alt') ?? ''
  const html = voidTag('img', {
    src: placed.url,
    alt: alt === '' ? (placed.alt ?? '') : alt,
    class: placed.id === undefined ? null : `wp-image-${placed.id}`,
    style: width === null || legacy ? null : `width:${width};height:auto`,
    title: attributeOf(img, 'title'),
    width: width !== null && legacy ? Number.parseInt(width, 10) : null,
  })
  const open = openTag('figure', {
    class: classList(
      'wp-block-image',
      align && `align${align}`,
      size && `size-${size}`,
      width !== null && 'is-resized',
      ...support.classes,
    ),
    id: support.id,
  })
  const text = captionOf(img, caption, build)
  const figcaption = text === '' ? '' : `<figcaption class="wp-element-caption">${text}</figcaption>`
  return [
    block(
      'image',
      attributes,
      `${open}${wrap(html, link, destination === 'media' ? placed.url : href)}${figcaption}</figure>`,
    ),
  ]
}

function wrap(html: string, link: Element | null, href: string | null): string {
  if (link === null || href === null || href === '') return html
  const tag = openTag('a', {
    class: attributeOf(link, 'class'),
    href,
    target: attributeOf(link, 'target'),
    rel: attributeOf(link, 'rel'),
  })
  return `${tag}${html}</a>`
}

function captionOf(img: Element, caption: readonly ChildNode[], build: Build): string {
  const text = build.text(caption)
  if (text !== '') return text
  const title = attributeOf(img, 'data-caption')
  return title === null
    ? ''
    : settle(title).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').trim()
}

function destinationOf(href: string | null, source: string, url: string): string {
  if (href === null || href === '') return 'none'
  return href === source || href === url ? 'media' : 'custom'
}

function sizeOf(figure: Element): string | null {
  return (
    classesOf(figure)
      .find((name) => /^size-[\w-]{1,40}$/.test(name))
      ?.slice(5) ?? null
  )
}

function floatOf(img: Element): string | null {
  return /^(?:left|right|center)$/i.exec(attributeOf(img, 'align') ?? '')?.[0].toLowerCase() ?? null
}

/**
 * Only a width that somebody chose: from a style, or from the attribute of an image without one of the site's sizes,
 * where WordPress writes the size of the file. The height follows it, so that nothing is distorted.
 */
function widthOf(img: Element, figure: Element): string | null {
  const style = /(?:^|;)\s*width\s*:\s*(\d{1,4}(?:px|%))\s*(?:;|$)/i.exec(attributeOf(img, 'style') ?? '')?.[1]
  if (style !== undefined) return style.toLowerCase()
  const attribute = /^(\d{1,4})(?:px)?$/.exec(attributeOf(img, 'width') ?? '')?.[1]
  const isIntrinsic = sizeOf(figure) !== null || sizeOf(img) !== null
  return attribute === undefined || isIntrinsic || Number(attribute) === 0 ? null : `${attribute}px`
}

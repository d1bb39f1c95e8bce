import { attributeOf, type ChildNode, contentOf, type Element, isElement } from '../html/node.ts'
import { type Block, block, type Json } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { buildButtonsFrom } from './buttons.ts'
import { buildEmbedFrom } from './embed.ts'
import { buildFileFrom } from './file.ts'
import { buildGalleryFrom } from './gallery.ts'
import { buildImageFrom, isImage } from './image.ts'
import { isEmptyText } from './rich-text.ts'
import { supportOf, textAlignOf } from './support.ts'
import { classList, openTag } from './tag.ts'

export const paragraph: BlockKind = {
  name: 'paragraph',
  tags: ['p'],
  build: (element, build) => buildParagraph(element.childNodes, build, element),
}

/**
 * Running text. What stands alone in a paragraph may be more than that: images, an address that the editor embeds,
 * a button, a file to download.
 */
export function buildParagraph(nodes: readonly ChildNode[], build: Build, element?: Element): readonly Block[] {
  const content = contentOf({ childNodes: [...nodes] } as Element)
  const alone = content.length === 1 ? content[0] : undefined
  const special = alone === undefined ? null : (buildEmbedFrom(alone, build) ?? buildFileFrom(alone, build))
  if (special !== null) return special
  const buttons = buildButtonsFrom(content, build)
  if (buttons !== null) return buttons
  const pictures = content.filter((node) => !isElement(node, 'br'))
  if (pictures.length > 0 && pictures.every(isImage)) {
    const images = pictures.flatMap((node) => buildImageFrom(node, [], build))
    return images.length < 2 ? images : [buildGalleryFrom(images, '')]
  }
  const text = build.text(nodes)
  if (isEmptyText(text)) return []
  return [describe(text, element)]
}

function describe(text: string, element: Element | undefined): Block {
  if (element === undefined) return block('paragraph', {}, `<p>${text}</p>`)
  const support = supportOf(element)
  const align = textAlignOf(element)
  const direction = /^(rtl|ltr)$/i.exec(attributeOf(element, 'dir') ?? '')?.[1]?.toLowerCase() ?? null
  const attributes: Record<string, Json> = {}
  if (direction !== null) attributes.direction = direction
  Object.assign(attributes, support.attributes)
  if (align !== null) attributes.style = { typography: { textAlign: align } }
  const tag = openTag('p', {
    class: classList(align && `has-text-align-${align}`, ...support.classes),
    dir: direction,
    id: support.id,
  })
  return block('paragraph', attributes, `${tag}${text}</p>`)
}

import { attributeOf, type ChildNode, classesOf, contentOf, type Element, isElement } from '../html/node.ts'
import { type Block, block, type Json } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { isBlockLevel } from './levels.ts'
import { openTag, settle } from './tag.ts'

/** A file to download: the block's own markup, or a link with `download` that stands alone in a paragraph. */
export const file: BlockKind = {
  name: 'file',
  tags: ['div'],
  build(element, build) {
    if (!classesOf(element).includes('wp-block-file')) return null
    const links = contentOf(element).filter((node): node is Element => isElement(node, 'a'))
    const named = links.find((link) => attributeOf(link, 'download') === null)
    return named === undefined ? null : buildFile(named, build)
  },
}

export function buildFileFrom(node: ChildNode, build: Build): readonly Block[] | null {
  const isDownload = isElement(node, 'a') && attributeOf(node, 'download') !== null && !isBlockLevel(node)
  return isDownload ? buildFile(node, build) : null
}

function buildFile(link: Element, build: Build): readonly Block[] | null {
  const source = attributeOf(link, 'href') ?? ''
  const name = build.text(link.childNodes)
  if (source === '' || name === '') return null
  const uploaded = build.images.get(source)
  const href = settle(uploaded?.url ?? source)
  const attributes: Record<string, Json> = uploaded?.id === undefined ? { href } : { id: uploaded.id, href }
  const button = openTag('a', { href, class: 'wp-block-file__button wp-element-button', download: true })
  return [
    block(
      'file',
      attributes,
      `<div class="wp-block-file">${openTag('a', { href })}${name}</a>${button}Download</a></div>`,
    ),
  ]
}

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
    const button = links.find((link) => attributeOf(link, 'download') !== null)
    return named === undefined
      ? null
      : buildFile(named, build, button === undefined ? null : build.text(button.childNodes))
  },
}

export function buildFileFrom(node: ChildNode, build: Build): readonly Block[] | null {
  const isDownload = isElement(node, 'a') && attributeOf(node, 'download') !== null && !isBlockLevel(node)
  return isDownload ? buildFile(node, build, 'Download') : null
}

/** @param label of the button; null where there is none */
function buildFile(link: Element, build: Build, label: string | null): readonly Block[] | null {
  const source = attributeOf(link, 'href') ?? ''
  const name = build.text(link.childNodes)
  if (source === '' || name === '') return null
  const uploaded = build.images.get(source)
  const href = settle(uploaded?.url ?? source)
  const attributes: Record<string, Json> = uploaded?.id === undefined ? { href } : { id: uploaded.id, href }
  if (label === null) attributes.showDownloadButton = false
  const tag = openTag('a', { href, class: 'wp-block-file__button wp-element-button', download: true })
  const button = label === null ? '' : `${tag}${label || 'Download'}</a>`
  return [block('file', attributes, `<div class="wp-block-file">${openTag('a', { href })}${name}</a>${button}</div>`)]
}

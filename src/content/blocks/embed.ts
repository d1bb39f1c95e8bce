import {
  attributeOf,
  type ChildNode,
  classesOf,
  type Element,
  findElement,
  isElement,
  isText,
  textOf,
} from '../html/node.ts'
import { type Block, block, type Json } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { findProvider } from './embed-providers.ts'
import { figureParts } from './figure.ts'
import { classList, escapeContent, openTag, settle } from './tag.ts'

/** A frame of a video provider, or the figure that WordPress shows an embed in. */
export const embed: BlockKind = {
  name: 'embed',
  tags: ['figure', 'div'],
  build(element, build) {
    if (element.tagName === 'div') return buildFromAddress(attributeOf(element, 'data-embed'), '')
    const marked = findElement(element, (inside) => attributeOf(inside, 'data-embed') !== null)
    const { content, caption } = figureParts(element)
    if (marked !== null && content.some((node) => hasMore(node, marked))) return null
    const named = classesOf(element).includes('wp-block-embed')
    const address =
      marked === null ? (named ? content.map(textOf).join('').trim() : null) : attributeOf(marked, 'data-embed')
    return buildFromAddress(address, build.text(caption))
  },
}

/** Whether a node has something to show beside the frame: a figure with both is no embed. */
function hasMore(node: ChildNode, frame: Element): boolean {
  if (node === frame) return false
  if (!isElement(node)) return isText(node) && node.value.trim() !== ''
  if (['img', 'audio', 'video', 'table', 'hr'].includes(node.tagName)) return true
  return node.childNodes.some((child) => hasMore(child, frame))
}

/** An address alone in a paragraph, bare or linked by itself, as the editor takes one that is pasted. */
export function buildEmbedFrom(node: ChildNode, _build: Build): readonly Block[] | null {
  if (isText(node)) return buildFromAddress(node.value.trim(), '')
  if (!isElement(node, 'a')) return null
  const href = attributeOf(node, 'href') ?? ''
  return isOwnText(node, href) ? buildFromAddress(href, '') : null
}

function isOwnText(link: Element, href: string): boolean {
  const text = textOf(link).trim()
  if (text === href) return true
  try {
    return new URL(text).href === new URL(href).href
  } catch {
    return false
  }
}

function buildFromAddress(address: string | null, caption: string): readonly Block[] | null {
  const found = address === null ? null : findProvider(address)
  if (found === null) return null
  const { provider } = found
  const url = settle(found.url)
  const own = provider.wide === true ? 'wp-embed-aspect-16-9 wp-has-aspect-ratio' : null
  const attributes: Record<string, Json> = {
    url,
    type: provider.type,
    providerNameSlug: provider.slug,
    responsive: true,
  }
  if (own !== null) attributes.className = own
  const tag = openTag('figure', {
    class: classList(
      'wp-block-embed',
      `is-type-${provider.type}`,
      `is-provider-${provider.slug}`,
      `wp-block-embed-${provider.slug}`,
      own,
    ),
  })
  const figcaption = caption === '' ? '' : `<figcaption class="wp-element-caption">${caption}</figcaption>`
  const html = `${tag}<div class="wp-block-embed__wrapper">\n${escapeContent(url)}\n</div>${figcaption}</figure>`
  // Without blocks, WordPress embeds an address that stands alone on its line.
  return [block('embed', attributes, html, caption === '' ? url : `${url}\n\n<p>${caption}</p>`)]
}

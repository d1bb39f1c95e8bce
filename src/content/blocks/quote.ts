import { type ChildNode, contentOf, isElement } from '../html/node.ts'
import type { Json } from './block.ts'
import type { BlockKind } from './build.ts'
import { isEmptyText } from './rich-text.ts'
import { supportOf } from './support.ts'
import { classList, openTag } from './tag.ts'

export const quote: BlockKind = {
  name: 'quote',
  tags: ['blockquote'],
  build(element, build) {
    const { content, citation } = splitCitation(element.childNodes)
    const inner = build.flow(content)
    const cite = build.text(citation)
    if (inner.length === 0 && isEmptyText(cite)) return []
    const support = supportOf(element)
    const attributes: Record<string, Json> = { ...support.attributes }
    return [
      {
        name: 'quote',
        attributes,
        open: openTag('blockquote', { class: classList('wp-block-quote', ...support.classes), id: support.id }),
        inner,
        close: `${isEmptyText(cite) ? '' : `<cite>${cite}</cite>`}</blockquote>`,
      },
    ]
  },
}

/** The source of a quote: a `<cite>` or `<footer>` at its end, also alone in its last paragraph. */
function splitCitation(nodes: readonly ChildNode[]): { content: readonly ChildNode[]; citation: readonly ChildNode[] } {
  const last = contentOf({ childNodes: [...nodes] } as Parameters<typeof contentOf>[0]).at(-1)
  if (last === undefined || !isElement(last)) return { content: nodes, citation: [] }
  const before = nodes.slice(0, nodes.indexOf(last))
  if (isElement(last, 'cite', 'footer')) return { content: before, citation: inlineOf(last.childNodes) }
  const alone = isElement(last, 'p') && contentOf(last).length === 1 ? contentOf(last)[0] : undefined
  if (alone !== undefined && isElement(alone, 'cite')) return { content: before, citation: alone.childNodes }
  return { content: nodes, citation: [] }
}

/** A footer often holds the name in a `<cite>` of its own, which is not to be one in another. */
function inlineOf(nodes: readonly ChildNode[]): readonly ChildNode[] {
  return nodes.flatMap((node) => (isElement(node, 'cite') ? node.childNodes : [node]))
}

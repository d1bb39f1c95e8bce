import { attributeOf, type Element, isElement } from '../html/node.ts'
import type { Json } from './block.ts'
import type { BlockKind } from './build.ts'
import { buildHtml } from './html.ts'
import { supportOf } from './support.ts'
import { classList, openTag } from './tag.ts'

/** Came with 6.3; an older site gets the same as HTML, which shows the same. */
export const details: BlockKind = {
  name: 'details',
  tags: ['details'],
  build(element, build) {
    if (!build.atLeast('6.3')) {
      build.notes.add('block_unavailable', 'details')
      return buildHtml([element], build)
    }
    const summary = element.childNodes.find((node): node is Element => isElement(node, 'summary'))
    const text = build.text(summary?.childNodes ?? [])
    const inner = build.flow(element.childNodes.filter((node) => node !== summary))
    if (text === '' && inner.length === 0) return []
    const support = supportOf(element)
    const isOpen = attributeOf(element, 'open') !== null
    const attributes: Record<string, Json> = isOpen ? { showContent: true } : {}
    const tag = openTag('details', {
      id: support.id,
      class: classList('wp-block-details', ...support.classes),
      // Drawers of one name close each other; the attribute came with 6.8.
      name: build.atLeast('6.8') ? attributeOf(element, 'name') || null : null,
      open: isOpen ? true : null,
    })
    // The editor's own word for a summary that was left empty.
    const open = `${tag}<summary>${text === '' ? 'Details' : text}</summary>`
    return [{ name: 'details', attributes: { ...attributes, ...support.attributes }, open, inner, close: '</details>' }]
  },
}

import { block, type Json } from './block.ts'
import type { BlockKind } from './build.ts'
import { isEmptyText } from './rich-text.ts'
import { supportOf, textAlignOf } from './support.ts'
import { classList, openTag } from './tag.ts'

export const heading: BlockKind = {
  name: 'heading',
  tags: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  build(element, build) {
    const text = build.text(element.childNodes)
    if (isEmptyText(text)) return []
    const level = Number(element.tagName.slice(1))
    const support = supportOf(element)
    const align = textAlignOf(element)
    const attributes: Record<string, Json> = {}
    // Two is what a heading without the attribute is.
    if (level !== 2) attributes.level = level
    Object.assign(attributes, support.attributes)
    if (align !== null) attributes.style = { typography: { textAlign: align } }
    const names = classList('wp-block-heading', align && `has-text-align-${align}`, ...support.classes)
    // The editor writes the id behind the classes only where its typography support made one of them.
    const tag = openTag(
      element.tagName,
      align === null ? { id: support.id, class: names } : { class: names, id: support.id },
    )
    return [block('heading', attributes, `${tag}${text}</${element.tagName}>`)]
  },
}

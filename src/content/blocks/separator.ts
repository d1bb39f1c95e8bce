import { classesOf } from '../html/node.ts'
import { block } from './block.ts'
import type { BlockKind } from './build.ts'
import { classList, voidTag } from './tag.ts'

export const separator: BlockKind = {
  name: 'separator',
  tags: ['hr'],
  build(element) {
    const style = classesOf(element).find((name) => /^is-style-[\w-]+$/.test(name))
    const tag = voidTag('hr', { class: classList('wp-block-separator', 'has-alpha-channel-opacity', style) })
    return [block('separator', style === undefined ? {} : { className: style }, tag)]
  },
}

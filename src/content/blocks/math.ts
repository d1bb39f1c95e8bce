import { attributeOf, classesOf, contentOf, isElement } from '../html/node.ts'
import { serializeNodes } from '../html/serialize.ts'
import { block } from './block.ts'
import type { BlockKind } from './build.ts'

/** A displayed formula: its LaTeX for the editor, its MathML for readers. Whether a site has the block was asked before it was made. */
export const math: BlockKind = {
  name: 'math',
  tags: ['div'],
  build(element) {
    const latex = attributeOf(element, 'data-latex')
    const [inside] = contentOf(element)
    if (!classesOf(element).includes('wp-block-math') || latex === null) return null
    if (inside === undefined || !isElement(inside, 'math')) return null
    const shown = serializeNodes(inside.childNodes)
    return [block('math', { latex }, `<div class="wp-block-math"><math display="block">${shown}</math></div>`)]
  },
}

import { type ChildNode, isComment } from '../html/node.ts'
import { serializeNodes } from '../html/serialize.ts'
import { block } from './block.ts'
import type { BlockKind } from './build.ts'
import { buildHtml } from './html.ts'
import { rewriteImages } from './inline-image.ts'
import { isBlockLevel } from './levels.ts'
import { hasText } from './rich-text.ts'
import { supportOf } from './support.ts'
import { classList, openTag } from './tag.ts'

/** Text whose white space counts, with its markup: a `<pre>` that is not code. */
export const preformatted: BlockKind = {
  name: 'preformatted',
  tags: ['pre'],
  build(element, build) {
    if (element.childNodes.some(isBlockLevel)) return buildHtml([element], build)
    rewriteImages(element.childNodes, build)
    build.footnotes.link(element)
    const nodes: readonly ChildNode[] = element.childNodes.filter((node) => !isComment(node))
    // A browser drops one line break behind <pre>, so one in the content would be lost.
    const html = serializeNodes(nodes).replace(/^\n+/, '').trimEnd()
    if (!hasText(html)) return html === '' ? [] : buildHtml([element], build)
    const support = supportOf(element)
    const tag = openTag('pre', { id: support.id, class: classList('wp-block-preformatted', ...support.classes) })
    return [block('preformatted', support.attributes, `${tag}${html}</pre>`)]
  },
}

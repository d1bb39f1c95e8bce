import { type ChildNode, type Element, isElement } from '../html/node.ts'
import { serializeNodes } from '../html/serialize.ts'
import { type Block, block } from './block.ts'
import type { Build } from './build.ts'
import { rewriteImages } from './inline-image.ts'

/** The last resort: the HTML as it is, in a Custom HTML block. */
export function buildHtml(nodes: readonly ChildNode[], build: Build): Block[] {
  rewriteImages(nodes, build)
  for (const node of nodes) if (isElement(node)) build.footnotes.link(node)
  const html = serializeNodes(nodes).trim()
  if (html === '') return []
  const first = nodes.find((node): node is Element => isElement(node))
  build.notes.add('html_block', first?.tagName ?? 'text')
  return [block('html', {}, html)]
}

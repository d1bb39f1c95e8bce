import { type ChildNode, type Element, isElement } from '../html/node.ts'

/** Elements that only hold others: their content is taken as if they were not there. */
export const wrappers: ReadonlySet<string> = new Set(
  'div section article main header footer aside nav center address hgroup body search figure'.split(' '),
)

/** Elements that no other block can hold. */
export const htmlOnly: ReadonlySet<string> = new Set(
  'iframe script style object embed form canvas noscript dl fieldset dialog template link meta base frameset'.split(
    ' ',
  ),
)

/** Elements that a kind of block is made of. */
const blocks: ReadonlySet<string> = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol menu dir blockquote pre table hr figure audio video details summary li dd dt figcaption'.split(
    ' ',
  ),
)

/** Whether a node ends the running text it stands in, by itself or by what is inside. */
export function isBlockLevel(node: ChildNode): node is Element {
  if (!isElement(node)) return false
  if (wrappers.has(node.tagName) || htmlOnly.has(node.tagName) || blocks.has(node.tagName)) return true
  return node.childNodes.some(isBlockLevel)
}

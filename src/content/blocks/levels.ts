import { defaultTreeAdapter, html as names } from 'parse5'
import { type ChildNode, type Element, isElement, type ParentNode } from '../html/node.ts'

/** Elements that only hold others: their content is taken as if they were not there. */
export const wrappers: ReadonlySet<string> = new Set(
  'div section article main header footer aside nav center address hgroup body search figure'.split(' '),
)

/** Elements that no other block can hold. */
export const htmlOnly: ReadonlySet<string> = new Set(
  'iframe noembed noframes script style object embed form canvas noscript dl fieldset dialog template link meta base frameset'.split(
    ' ',
  ),
)

/** Those of them that hold text for people; scripts and frames have none to keep. */
const textual: ReadonlySet<string> = new Set(['dl', 'form', 'fieldset', 'dialog'])

/** Elements that a kind of block is made of. */
const blocks: ReadonlySet<string> = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol menu dir blockquote pre table hr figure audio video details summary li dd dt figcaption legend caption colgroup col thead tbody tfoot tr td th'.split(
    ' ',
  ),
)

/** Whether a node ends the running text it stands in, by itself or by what is inside. */
export function isBlockLevel(node: ChildNode): node is Element {
  // SVG has a <style> and an <a> of its own.
  if (!isElement(node) || node.namespaceURI !== names.NS.HTML) return false
  return isOwnBlock(node) || node.childNodes.some(isBlockLevel)
}

function isOwnBlock(element: Element): boolean {
  return htmlOnly.has(element.tagName) || isBlockName(element.tagName)
}

export function isBlockName(name: string): boolean {
  return wrappers.has(name) || blocks.has(name)
}

/** Takes the blocks out of running text in place, their content on lines of its own; true where there were any. */
export function flattenBlocks(parent: ParentNode): boolean {
  let found = false
  const kept: ChildNode[] = []
  for (const node of parent.childNodes) {
    if (!isElement(node) || node.namespaceURI !== names.NS.HTML) {
      kept.push(node)
      continue
    }
    found = flattenBlocks(node) || found
    if (!isOwnBlock(node)) {
      kept.push(node)
      continue
    }
    found = true
    if (htmlOnly.has(node.tagName) && !textual.has(node.tagName)) continue
    const edge = (): Element => defaultTreeAdapter.createElement('br', names.NS.HTML, [])
    if (kept.length > 0) kept.push(edge())
    for (const child of node.childNodes) kept.push(child)
    kept.push(edge())
  }
  for (const child of kept) child.parentNode = parent
  parent.childNodes = kept
  return found
}

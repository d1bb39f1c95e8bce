import { html as names } from 'parse5'
import { isBlockName } from './blocks/levels.ts'
import {
  attributeOf,
  type ChildNode,
  type Element,
  findElement,
  isElement,
  isTemplate,
  type ParentNode,
  setAttribute,
} from './html/node.ts'

/**
 * Puts the tree into a form that can be written without loss, whoever the author is, before anything is taken out of
 * it: frames of video providers become embeds, sources of players their `src`, a picture its image. HTML in
 * SVG or MathML gives way to its content.
 */
export function repair(root: ParentNode): void {
  const kept: ChildNode[] = []
  for (const node of root.childNodes) {
    if (isElement(node)) {
      for (const child of repairElement(node)) kept.push(child)
    } else kept.push(node)
  }
  for (const child of kept) child.parentNode = root
  root.childNodes = kept
}

function repairElement(element: Element): readonly ChildNode[] {
  repair(isTemplate(element) ? element.content : element)
  const change = element.namespaceURI === names.NS.HTML ? repairs[element.tagName] : undefined
  if (change !== undefined) return change(element)
  return element.namespaceURI !== names.NS.HTML && isStray(element) ? element.childNodes : [element]
}

const repairs: Readonly<Record<string, (element: Element) => readonly ChildNode[]>> = {
  iframe: repairFrame,
  audio: repairPlayer,
  video: repairPlayer,
  picture: (element) => element.childNodes.filter((node) => !isElement(node, 'source')),
  img: repairImage,
  a: repairLink,
  xmp: makePreformatted,
  listing: makePreformatted,
  plaintext: makePreformatted,
}

/** Names that mean nothing in SVG and MathML, and that the editor would read as HTML. */
function isStray(element: Element): boolean {
  return isBlockName(element.tagName) || ['xmp', 'plaintext', 'listing', 'br'].includes(element.tagName)
}

function repairFrame(element: Element): readonly ChildNode[] {
  const address = addressOfFrame(element)
  if (address === null) return [element]
  element.tagName = 'div'
  element.nodeName = 'div'
  element.attrs = [{ name: 'data-embed', value: address }]
  element.childNodes = []
  return [element]
}

function repairPlayer(element: Element): readonly ChildNode[] {
  const source = findElement(
    element,
    (inside) => inside.tagName === 'source' && (attributeOf(inside, 'src') ?? '') !== '',
  )
  if (source !== null && (attributeOf(element, 'src') ?? '') === '')
    setAttribute(element, 'src', attributeOf(source, 'src') ?? '')
  element.childNodes = element.childNodes.filter((node) => !isElement(node, 'source'))
  return [element]
}

/** What WordPress before 6.7 adds by itself, and browsers assume: the opened page must not reach back. */
function repairLink(element: Element): readonly ChildNode[] {
  const rel = (attributeOf(element, 'rel') ?? '').split(/\s+/).filter((word) => word !== '')
  const opens = attributeOf(element, 'target') === '_blank' && attributeOf(element, 'href') !== null
  if (opens && !rel.includes('noopener')) setAttribute(element, 'rel', [...rel, 'noopener'].join(' '))
  return [element]
}

/** Names that browsers know from before there was `<pre>`. */
function makePreformatted(element: Element): readonly ChildNode[] {
  element.tagName = 'pre'
  element.nodeName = 'pre'
  return [element]
}

/** Other sizes of an image and hints how to load it are WordPress's own business. */
function repairImage(element: Element): readonly ChildNode[] {
  const hints = new Set(['srcset', 'sizes', 'decoding', 'fetchpriority'])
  if (attributeOf(element, 'srcset') !== null)
    element.attrs = element.attrs.filter(({ name }) => name !== 'width' && name !== 'height')
  element.attrs = element.attrs.filter(({ name }) => !hints.has(name))
  return [element]
}

/** The provider's page of a video frame, so that a frame which may not be written becomes an embed; null for others. */
function addressOfFrame(element: Element): string | null {
  const source = attributeOf(element, 'src') ?? ''
  const youtube = /^(?:https?:)?\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]{6,20})(?:[?&#]|$)/.exec(source)
  if (youtube !== null) return `https://www.youtube.com/watch?v=${youtube[1]}`
  const vimeo = /^(?:https?:)?\/\/player\.vimeo\.com\/video\/(\d+)(?:[?&#]|$)/.exec(source)
  if (vimeo !== null) return `https://vimeo.com/${vimeo[1]}`
  return null
}

import { html as names } from 'parse5'
import { type ChildNode, type Element, isComment, isElement, isTemplate, isText } from './node.ts'

const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen'.split(' '),
)

/** Elements whose text is not escaped. */
const rawTextElements = new Set('style script xmp iframe noembed noframes plaintext'.split(' '))

/**
 * Nodes as HTML, byte for byte what `innerHTML` gives in the newest browsers: the editor compares rich text with
 * that form. Comments are left out, because a comment could be taken for a block.
 */
export function serializeNodes(nodes: readonly ChildNode[]): string {
  return nodes.map((node) => serializeNode(node, false)).join('')
}

/** The same with the comments, for markup whose comments are blocks. */
export function serializeWithComments(nodes: readonly ChildNode[]): string {
  return nodes.map((node) => serializeNode(node, true)).join('')
}

function serializeNode(node: ChildNode, comments: boolean): string {
  if (isText(node)) {
    const parent = node.parentNode
    const raw = parent !== null && 'tagName' in parent && isHtml(parent) && rawTextElements.has(parent.tagName)
    return raw ? defuse(node.value) : escapeText(node.value)
  }
  if (isComment(node)) return comments ? `<!--${node.data}-->` : ''
  if (!isElement(node)) return ''
  const attributes = node.attrs
    .map((attribute) => {
      const name = attribute.prefix ? `${attribute.prefix}:${attribute.name}` : attribute.name
      return ` ${name}="${escapeAttribute(attribute.value)}"`
    })
    .join('')
  const open = `<${node.tagName}${attributes}>`
  if (isHtml(node) && voidElements.has(node.tagName)) return open
  const children = isTemplate(node) ? node.content.childNodes : node.childNodes
  return `${open}${children.map((child) => serializeNode(child, comments)).join('')}</${node.tagName}>`
}

/** In SVG, `<source>` is an element like any other. */
function isHtml(element: Element): boolean {
  return element.namespaceURI === names.NS.HTML
}

export function escapeText(text: string): string {
  return dropControls(text).replace(/[&<>\u00a0]/g, (sign) => references[sign] ?? sign)
}

export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\u00a0]/g, (sign) => references[sign] ?? sign)
}

/** Without characters that no text may hold, and that break feeds and the site's JSON. */
export function dropControls(text: string): string {
  return text.replace(controls, '')
}

const controls = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\u00a0': '&nbsp;',
}

/** A script's text may spell a block comment, which WordPress would take for a block; `\!` means the same in a script. */
function defuse(text: string): string {
  return text.replace(/<!--(?=\s+\/?wp:)/g, '<\\!--')
}

import { openTag } from '../blocks/tag.ts'
import { attributeOf, type ChildNode, type Element, isElement, isText, textOf } from '../html/node.ts'

/** How text is protected from being read as Markdown: only where it looks like it, or every sign that could be. */
export type Escaping = 'light' | 'heavy'

/** Rich text as Markdown. What Markdown has no sign for stays as HTML tags. `references` collects ids of footnotes. */
export function inlineToMarkdown(nodes: readonly ChildNode[], escaping: Escaping, references: string[]): string {
  return nodes.map((node) => convert(node, escaping, references)).join('')
}

function convert(node: ChildNode, escaping: Escaping, references: string[]): string {
  if (isText(node)) return escapeMarkdown(node.value, escaping)
  if (!isElement(node)) return ''
  const footnote = node.tagName === 'sup' ? attributeOf(node, 'data-fn') : null
  if (footnote !== null) {
    if (!references.includes(footnote)) references.push(footnote)
    return `[^${references.indexOf(footnote) + 1}]`
  }
  const latex = node.tagName === 'math' ? attributeOf(node, 'data-latex') : null
  if (latex !== null) return `$${latex}$`
  const write = node.attrs.length === 0 || node.tagName === 'a' ? signs[node.tagName] : undefined
  const inside = (): string => inlineToMarkdown(node.childNodes, escaping, references)
  return write?.(node, inside) ?? writeTag(node, inside)
}

type Write = (element: Element, inside: () => string) => string | null

const signs: Readonly<Record<string, Write>> = {
  strong: (_, inside) => `**${inside()}**`,
  em: (_, inside) => `*${inside()}*`,
  s: (_, inside) => `~~${inside()}~~`,
  code: (element) => writeCode(textOf(element)),
  br: () => '\\\n',
  a: writeLink,
}

function writeCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  return /^`|`$|^ .* $/.test(text) ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}

function writeLink(element: Element, inside: () => string): string | null {
  if (element.attrs.some(({ name }) => name !== 'href' && name !== 'title')) return null
  const href = attributeOf(element, 'href')
  if (href === null) return null
  if (textOf(element) === href && /^https?:\/\/[^\s<>]+$/.test(href)) return `<${href}>`
  return `[${inside()}](${writeTarget(href, attributeOf(element, 'title'))})`
}

/** The address and title of a link or an image, as they stand between the parentheses. */
export function writeTarget(address: string, title: string | null): string {
  const plain = /[\s()<>]/.test(address) ? `<${address.replace(/[<>\\]/g, '\\$&')}>` : address
  return title === null || title === '' ? plain : `${plain} "${title.replace(/["\\]/g, '\\$&')}"`
}

function writeTag(element: Element, inside: () => string): string {
  const tag = openTag(element.tagName, Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])))
  return ['img', 'wbr', 'br', 'input'].includes(element.tagName) ? tag : `${tag}${inside()}</${element.tagName}>`
}

export function escapeMarkdown(text: string, escaping: Escaping): string {
  const signed =
    escaping === 'heavy'
      ? text.replace(/[!-/:-@[-`{-~]/g, '\\$&')
      : text.replace(/[\\`*[\]<]|\b_|_\b|&(?=[a-z#])|\$(?=[^$]*\$)/gi, '\\$&')
  return signed.replaceAll('\u00a0', '&nbsp;')
}

import { attributeOf, type ChildNode, type Element, isComment, isElement, isText } from '../html/node.ts'
import { serializeNodes } from '../html/serialize.ts'

/**
 * Nodes as the rich text of a block: white space collapsed as a browser shows it, trimmed at both ends, `<br>` at
 * the ends removed. Changes the nodes.
 */
export function richText(nodes: readonly ChildNode[]): string {
  const list = [...nodes]
  collapse(list, { space: true, last: null })
  return trimBreaks(serializeNodes(list))
}

interface Run {
  /** Whether the text so far ends in white space, or has not begun. */
  space: boolean
  last: { value: string } | null
}

/** Characters of scripts that put no space between words: a line break between two of them is not a space. */
const wide =
  /[\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]$|[\ud840-\ud87f][\udc00-\udfff]$/
const wideStart =
  /^(?:[\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud87f][\udc00-\udfff])/

function collapse(nodes: readonly ChildNode[], run: Run): void {
  for (const node of nodes) {
    if (isComment(node)) continue
    if (isText(node)) {
      collapseText(node, run)
      continue
    }
    if (!isElement(node)) continue
    if (node.tagName === 'br') {
      trimEnd(run)
      run.space = true
      run.last = null
      continue
    }
    if (isPreserved(node)) {
      run.space = false
      run.last = null
      continue
    }
    if (node.tagName === 'img' || node.childNodes.length === 0) {
      if (node.tagName === 'img') {
        run.space = false
        run.last = null
      }
      continue
    }
    collapse(node.childNodes, run)
  }
}

function collapseText(node: { value: string }, run: Run): void {
  let text = node.value.replace(/[ \t\n\f\r]+/g, (space, at: number, whole: string) => {
    if (!space.includes('\n')) return ' '
    const before = whole.slice(Math.max(0, at - 2), at)
    return wide.test(before) && wideStart.test(whole.slice(at + space.length, at + space.length + 2)) ? '' : ' '
  })
  if (run.space) text = text.replace(/^ /, '')
  node.value = text
  if (text === '') return
  run.space = text.endsWith(' ')
  run.last = node
}

function trimEnd(run: Run): void {
  if (run.last !== null) run.last.value = run.last.value.replace(/ $/, '')
}

function isPreserved(element: Element): boolean {
  return (
    ['script', 'style', 'textarea', 'svg', 'math'].includes(element.tagName) ||
    /white-space\s*:\s*pre/.test(attributeOf(element, 'style') ?? '')
  )
}

/** Without a regular expression: `(…)+$` takes quadratic time on a long row of breaks. */
function trimBreaks(html: string): string {
  let start = 0
  let end = html.length
  while (html.startsWith('<br>', start) || html[start] === ' ') start += html[start] === ' ' ? 1 : 4
  while (end > start && (html.endsWith('<br>', end) || html[end - 1] === ' ')) end -= html[end - 1] === ' ' ? 1 : 4
  return html.slice(start, end)
}

/** Whether rich text shows nothing. */
export function isEmptyText(html: string): boolean {
  return html.replace(/<(?!img\b|svg\b|math\b|input\b|sup\b)[^>]*>|&nbsp;|\s/g, '') === ''
}

/** Whether the editor finds anything in rich text: it counts characters and images, and forgets empty elements. */
export function hasText(html: string): boolean {
  return html.replace(/<(?!img\b)[^>]*>/g, '').trim() !== ''
}

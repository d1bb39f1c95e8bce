import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'
import { limits } from '../limits.ts'

/** Where a formula stands in the HTML of Markdown: the attribute has its LaTeX, the text is what was written. */
export const mathAttribute = 'data-pressroom-math'

/**
 * Formulas as pandoc reads them. `$…$`: no white space just inside of the dollars, no digit behind the second one; a
 * backslash takes a dollar its meaning. `$$…$$`: on lines of its own, without an empty line, it is displayed; within running
 * text (where `$$` alone is a price class more often than not) it has no white space just inside either.
 */
export function readMath(parser: MarkdownIt): void {
  parser.block.ruler.before('fence', 'math_block', readDisplayed, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  })
  parser.inline.ruler.after('escape', 'math_inline', readInline)
  const { escapeHtml } = parser.utils
  parser.renderer.rules.math_block = (tokens, index) => {
    const { content = '' } = tokens[index] ?? {}
    return `<div ${mathAttribute}="${escapeHtml(content)}">$$${escapeHtml(content)}$$</div>\n`
  }
  parser.renderer.rules.math_inline = (tokens, index) => {
    const { content = '', markup = '$' } = tokens[index] ?? {}
    const latex = markup === '$' ? content : `\\displaystyle ${content}`
    return `<span ${mathAttribute}="${escapeHtml(latex)}">${markup}${escapeHtml(content)}${markup}</span>`
  }
}

function readDisplayed(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  const lines: string[] = []
  let length = 0
  for (let line = startLine; line < endLine; line += 1) {
    if (state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent) return false
    const written = state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd()
    const isFirst = line === startLine
    if (isFirst && !written.startsWith('$$')) return false
    const text = isFirst ? written.slice(2) : written
    length += text.length + 1
    if (length > limits.formula) return false
    lines.push(text)
    // The first two dollars end it, and the line: so that each line is looked at once, however many begin.
    const at = text.indexOf('$$')
    if (at === -1) continue
    const content = lines.join('\n').slice(0, -2).trim()
    if (at !== text.length - 2 || content === '' || /[$\\]$/.test(content)) return false
    if (silent) return true
    const token = state.push('math_block', 'div', 0)
    token.content = content
    token.map = [startLine, line + 1]
    state.line = line + 1
    return true
  }
  return false
}

function readInline(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state
  if (src[pos] !== '$') return false
  let signs = 1
  while (src[pos + signs] === '$') signs += 1
  const end = signs > 2 ? -1 : findEnd(src, pos + signs, Math.min(posMax, pos + limits.formula), '$'.repeat(signs))
  if (end === -1) {
    // All of them at once: the second dollar of two begins nothing by itself.
    if (!silent) state.pending += src.slice(pos, pos + signs)
    state.pos += signs
    return true
  }
  if (!silent) {
    const token = state.push('math_inline', 'span', 0)
    token.content = src.slice(pos + signs, end)
    token.markup = '$'.repeat(signs)
  }
  state.pos = end + signs
  return true
}

/** So many dollars may stand in a formula without ending it: each is looked at that often. */
const mostDollars = 20

/** Where the formula ends that begins at `start`; -1 where none does. */
function findEnd(src: string, start: number, limit: number, sign: string): number {
  if (isSpace(src[start])) return -1
  let dollars = 0
  for (let at = start; at + sign.length <= limit; at += 1) {
    if (src[at] === '\\') {
      at += 1
      continue
    }
    if (src[at] !== '$') continue
    dollars += 1
    if (dollars > mostDollars || at === start || isSpace(src[at - 1])) return -1
    const next = src[at + sign.length] ?? ''
    if (sign === '$$') return src.startsWith(sign, at) && next !== '$' ? at : -1
    if (!/\d/.test(next)) return at
  }
  return -1
}

function isSpace(sign: string | undefined): boolean {
  return sign === undefined || /\s/.test(sign)
}

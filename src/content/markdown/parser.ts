import createMarkdownIt, { type MarkdownIt, type StateCore, type Token } from 'markdown-it'
import footnote from 'markdown-it-footnote'
import { HubError } from '../../errors/hub-error.ts'
import { limits } from '../limits.ts'
import { readMath } from './math.ts'

/** Lists and quotes count two and one; what is deeper is not parsed by markdown-it, so it is refused beforehand. */
const maximumNesting = 100

/**
 * CommonMark with GitHub's tables, strikethrough, bare addresses and task lists, with footnotes, math and
 * `## Heading {#anchor}`. markdown-it because it is linear on hostile text, and ten times as fast as remark.
 */
export const markdown: MarkdownIt = build()

function build(): MarkdownIt {
  const parser = createMarkdownIt({ html: true, linkify: true, maxNesting: maximumNesting }).use(footnote).use(readMath)
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true })
  parser.linkify.add('www.', {
    validate: (text, at) =>
      /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s<]*[^\s<?!.,:*_~"')\]])?/i.exec(text.slice(at, at + 2000))?.[0].length ??
      0,
    normalize: (match) => {
      match.url = `http://${match.url}`
    },
  })
  parser.core.ruler.after('inline', 'task-list', markTasks)
  parser.core.ruler.after('inline', 'heading-anchor', setAnchors)
  parser.core.ruler.before('footnote_tail', 'footnote-limit', boundFootnotes)
  const rules = parser.renderer.rules
  rules.footnote_ref = (tokens, index) => {
    const meta = tokens[index]?.meta
    const again = Number(meta?.subId ?? 0) > 0 ? ' data-footnote-again=""' : ''
    return `<sup data-footnote="${Number(meta?.id)}"${again}></sup>`
  }
  rules.footnote_block_open = () => '<section data-footnotes="">'
  rules.footnote_block_close = () => '</section>\n'
  rules.footnote_open = (tokens, index) => `<div data-footnote="${Number(tokens[index]?.meta?.id)}">`
  rules.footnote_close = () => '</div>\n'
  rules.footnote_anchor = () => ''
  const image = rules.image
  // The title of a Markdown image is the only place where a caption can be written.
  rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index]
    for (const attribute of token?.attrs ?? []) if (attribute[0] === 'title') attribute[0] = 'data-caption'
    // An alternative text is text: its formulas stay as they were written.
    for (const child of token?.children ?? [])
      if (child.type === 'math_inline')
        Object.assign(child, { type: 'text', content: child.markup + child.content + child.markup })
    return image?.(tokens, index, options, env, self) ?? ''
  }
  return parser
}

/** The plug-in takes quadratic time in the number of footnotes. */
function boundFootnotes(state: StateCore): void {
  const { list = [] } = (state.env.footnotes ?? {}) as { list?: readonly unknown[] }
  if (list.length > limits.footnotes)
    throw new HubError('bad_input', `The content has more than ${limits.footnotes} footnotes`)
}

/** `- [ ] this` becomes `☐ this`: WordPress has no check list, and takes away form fields. */
function markTasks(state: StateCore): void {
  state.tokens.forEach((token, index) => {
    if (token.type !== 'inline' || state.tokens[index - 2]?.type !== 'list_item_open') return
    const first = token.children?.[0]
    if (first?.type !== 'text') return
    first.content = first.content.replace(/^\[([ xX])\](?=\s)/, (_, sign: string) => (sign === ' ' ? '☐' : '☑'))
  })
}

function setAnchors(state: StateCore): void {
  state.tokens.forEach((token, index) => {
    const heading = state.tokens[index - 1]
    if (token.type !== 'inline' || heading?.type !== 'heading_open') return
    const last = token.children?.at(-1)
    if (last?.type !== 'text') return
    const at = last.content.lastIndexOf('{#')
    const match = /^\{#([\w.:-]{1,100})\}$/.exec(last.content.slice(at).trimEnd())
    if (at === -1 || match === null) return
    last.content = last.content.slice(0, at).trimEnd()
    heading.attrSet('id', match[1] ?? '')
  })
}

/** Whether a token stands so deep that markdown-it left out what is below it. */
export function reachesLimit(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.level >= maximumNesting - 1)
}

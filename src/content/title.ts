import type { Body } from './document.ts'
import { contentOf, findElement, isElement, textOf } from './html/node.ts'
import { parseHtml } from './html/parse.ts'
import { markdown } from './markdown/parser.ts'

/**
 * The title and the body without it. Where none is given, it is the first `#` heading, or the heading that the body
 * begins with; where one is given, a first heading that repeats it is taken out, because themes show the title
 * themselves. Null where there is none.
 */
export function takeTitle(body: Body, given: string | null): { title: string; body: Body } | null {
  const found = body.format === 'markdown' ? fromMarkdown(body.text) : fromHtml(body.text)
  if (given === null)
    return found === null || found.title === '' ? null : { title: found.title, body: { ...body, text: found.rest } }
  const repeats = found?.leads === true && found.title === squeeze(given)
  return { title: given, body: repeats ? { ...body, text: found.rest } : body }
}

interface Heading {
  readonly title: string
  /** Whether nothing stands before it. */
  readonly leads: boolean
  readonly rest: string
}

function fromMarkdown(text: string): Heading | null {
  const tokens = markdown.parse(text, {})
  const headings = tokens.flatMap((token, index) => (token.type === 'heading_open' && token.level === 0 ? [index] : []))
  const index = headings.find((at) => tokens[at]?.tag === 'h1') ?? (headings[0] === 0 ? 0 : undefined)
  const map = index === undefined ? null : tokens[index]?.map
  const inline = index === undefined ? undefined : tokens[index + 1]
  if (index === undefined || map === null || map === undefined || inline === undefined) return null
  const html = markdown.renderer.renderInline(inline.children ?? [], markdown.options, {})
  const lines = text.split('\n')
  const rest = [...lines.slice(0, map[0]), ...lines.slice(map[1])].join('\n')
  return { title: squeeze(textOf(parseHtml(html))), leads: index === 0, rest: rest.replace(/^\n+/, '') }
}

function fromHtml(text: string): Heading | null {
  const root = parseHtml(text, true)
  const first = contentOf(root)[0]
  const leading = first !== undefined && isElement(first) && /^h[1-6]$/.test(first.tagName) ? first : null
  const heading = findElement(root, (element) => element.tagName === 'h1') ?? leading
  const location = heading?.sourceCodeLocation
  if (heading === null || location === null || location === undefined) return null
  // A heading that is a block by itself is taken out with its delimiters.
  const opening = /<!--\s+wp:heading\s[^<]*-->\s*$/.exec(
    text.slice(Math.max(0, location.startOffset - 2000), location.startOffset),
  )
  const closing = /^\s*<!--\s+\/wp:heading\s+-->/.exec(text.slice(location.endOffset, location.endOffset + 2000))
  const isBlock = opening !== null && closing !== null
  const start = location.startOffset - (isBlock ? opening[0].length : 0)
  const end = location.endOffset + (isBlock ? closing[0].length : 0)
  const before = text.slice(0, start)
  return { title: squeeze(textOf(heading)), leads: before.trim() === '', rest: (before + text.slice(end)).trimStart() }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

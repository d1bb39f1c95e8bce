import { findBlocks } from '../blocks/delimiter.ts'
import { tooDeep } from '../limits.ts'
import { markdown, reachesLimit } from './parser.ts'

/** Markdown as HTML, with footnotes as `<sup data-footnote>` and a `<section data-footnotes>`. Raises `bad_input` when nested too deeply. */
export function renderMarkdown(text: string): string {
  const environment = {}
  const tokens = markdown.parse(text, environment)
  if (reachesLimit(tokens)) throw tooDeep()
  return markdown.renderer.render(tokens, markdown.options, environment)
}

/**
 * Where whole blocks stand raw in a Markdown text: offsets of the text. Only a delimiter that begins an HTML block
 * at the outermost level counts, so that one shown in a code fence stays an example.
 */
export function findRawBlocks(text: string): { start: number; end: number }[] {
  if (!/<!--\s+wp:/.test(text)) return []
  const starts = new Set<number>()
  const lines = lineStarts(text)
  for (const token of markdown.parse(text, {})) {
    const line = token.map?.[0]
    if (token.type !== 'html_block' || token.level > 0 || line === undefined) continue
    const from = lines[line] ?? 0
    const to = lines[token.map?.[1] ?? line + 1] ?? text.length
    for (let at = text.indexOf('<!--', from); at !== -1 && at < to; at = text.indexOf('<!--', at + 4)) starts.add(at)
  }
  return findBlocks(text).blocks.filter((block) => starts.has(block.start))
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

import { z } from 'zod'
import { parseHtml } from '../html/parse.ts'
import { inlineToMarkdown } from './inline.ts'

const stored = z.array(z.object({ id: z.string(), content: z.string() })).max(2000)

/** The `footnotes` meta of a post as texts by id. Anything else than what WordPress writes there is no footnotes. */
export function readFootnotes(meta: string | undefined): Map<string, string> {
  if (meta === undefined || meta === '') return new Map()
  try {
    return new Map(stored.parse(JSON.parse(meta)).map(({ id, content }) => [id, content]))
  } catch {
    // Plugins keep other things under the name; the blocks then stay as they are.
    return new Map()
  }
}

/** `[^1]: text`, further lines of it as paragraphs. */
export function footnoteDefinition(id: string, number: number, footnotes: ReadonlyMap<string, string>): string {
  const text = inlineToMarkdown(parseHtml(footnotes.get(id) ?? '').childNodes, 'light', [])
  return `[^${number}]: ${text.replaceAll('\\\n', '\n\n    ')}`
}

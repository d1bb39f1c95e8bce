import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { HubError } from '../errors/hub-error.ts'
import { assembleArticle, type LinedEntry, type ParsedArticle } from './assemble-article.ts'
import { checkLength, limits } from './limits.ts'

/**
 * Reads the text of a Markdown (or HTML) file with an optional YAML front matter block into an article.
 * Raises `bad_input`, with the line of the file where one is to blame, for YAML that cannot be read, values that
 * cannot be meant, a missing title, and what is larger than any article.
 */
export function parseArticle(text: string, format: 'markdown' | 'html' = 'markdown'): ParsedArticle {
  checkLength(text, limits.body, 'The file')
  const { yaml, body } = split(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'))
  return assembleArticle(readEntries(yaml), { format, text: body })
}

/** The block between two lines of `---`. A first `---` that no second follows is a separator of the body, unless it looks like YAML. */
function split(text: string): { yaml: string; body: string } {
  if (text.startsWith('+++\n'))
    throw new HubError(
      'bad_input',
      'Line 1: front matter in TOML (+++) is not read; write it in YAML between lines of ---',
    )
  if (!/^---[ \t]*\n/.test(text)) return { yaml: '', body: text }
  const start = text.indexOf('\n') + 1
  const end = /^(?:---|\.\.\.)[ \t]*$/m.exec(text.slice(start, start + limits.frontMatter + 10))
  if (end === null) {
    if (!/^[\w-]+[ \t]*:/.test(text.slice(start, start + 200))) return { yaml: '', body: text }
    throw new HubError(
      'bad_input',
      `Line 1: the front matter that begins here has no closing line of --- within ${limits.frontMatter} characters`,
    )
  }
  const after = text.indexOf('\n', start + end.index)
  return { yaml: text.slice(start, start + end.index), body: after === -1 ? '' : text.slice(after + 1) }
}

/** Entries with the line of the file that they stand on. Aliases are bounded, so that a small file cannot become a large one. */
function readEntries(yaml: string): LinedEntry[] {
  if (yaml.trim() === '') return []
  const counter = new LineCounter()
  const document = guard(() =>
    parseDocument(yaml, { lineCounter: counter, prettyErrors: false, schema: 'core', merge: true, logLevel: 'silent' }),
  )
  const [error] = document.errors
  if (error !== undefined)
    throw new HubError('bad_input', `Line ${counter.linePos(error.pos[0]).line + 1}: ${error.message}`)
  const { contents } = document
  if (contents === null) return []
  if (!isMap(contents)) throw new HubError('bad_input', 'Line 2: the front matter must be keys with values')
  const values: unknown = guard(() => document.toJS({ maxAliasCount: 50 }))
  const map = new Map(Object.entries(values as Record<string, unknown>))
  const found = new Map<string, { line: number; source: string | null }>()
  for (const pair of contents.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const line = isScalar(pair.key) ? counter.linePos(pair.key.range?.[0] ?? 0).line + 1 : 2
    found.set(key, { line, source: isScalar(pair.value) ? (pair.value.source ?? null) : null })
  }
  return [...map].map(([key, value]) => ({
    key,
    value,
    source: found.get(key)?.source ?? null,
    line: found.get(key)?.line ?? 2,
  }))
}

function guard<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    // Too many aliases, or nested so deeply that the reader runs out of stack.
    throw new HubError(
      'bad_input',
      `The front matter cannot be read: ${error instanceof Error ? error.message : 'unknown'}`,
      { cause: error },
    )
  }
}

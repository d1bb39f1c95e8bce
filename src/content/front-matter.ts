import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { HubError } from '../errors/hub-error.ts'
import { type Article, articleSchema } from './article.ts'
import { type Draft, type Entry, normalizeKey, readText, setEntry } from './front-matter-keys.ts'
import { checkLength, limits } from './limits.ts'
import { type Note, openNoteBook } from './note.ts'
import { parsePublishDate } from './publish-date.ts'
import { takeTitle } from './title.ts'

export interface ParsedArticle {
  readonly article: Article
  /** Keys that mean nothing here: kept in `article.extra`. */
  readonly notes: readonly Note[]
}

/**
 * Reads the text of a Markdown (or HTML) file with an optional YAML front matter block into an article.
 * Raises `bad_input`, with the line of the file where one is to blame, for YAML that cannot be read, values that
 * cannot be meant, a missing title, and what is larger than any article.
 */
export function parseArticle(text: string, format: 'markdown' | 'html' = 'markdown'): ParsedArticle {
  checkLength(text, limits.body, 'The file')
  const { yaml, body } = split(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'))
  const notes = openNoteBook()
  const draft: Draft & Record<string, unknown> = { seo: {}, terms: {} }
  const extra = new Map<string, unknown>()
  const special = new Map<string, Entry>()
  const lines = new Map<string, number>()
  for (const { line, ...entry } of readEntries(yaml)) {
    const name = normalizeKey(entry.key)
    lines.set(name, line)
    if (parserKeys.has(name)) special.set(name, entry)
    else if (!atLine(line, () => setEntry(draft, entry))) {
      extra.set(entry.key, entry.value)
      notes.add('unknown_key', entry.key)
    }
  }
  setStatus(draft, special)
  atLine(lines.get('date') ?? lines.get('publishdate') ?? null, () => setDate(draft, special))
  const title = takeTitle({ format, text: body }, typeof draft.title === 'string' ? draft.title : null)
  if (title === null)
    throw new HubError(
      'bad_input',
      'The article has no title: write title: in its front matter, or begin with a heading',
    )
  const checked = articleSchema.safeParse({
    ...draft,
    title: title.title,
    body: title.body,
    extra: Object.fromEntries(extra),
  })
  if (!checked.success) throw explain(checked.error.issues[0], lines)
  if (checked.data.status === 'future' && checked.data.date === null)
    throw new HubError('bad_input', 'The status future needs a date')
  return { article: checked.data, notes: notes.list() }
}

const parserKeys = new Set(['date', 'publishdate', 'pubdate', 'timezone', 'draft', 'published'])

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
function readEntries(yaml: string): (Entry & { line: number })[] {
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

function atLine<T>(line: number | null, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof HubError) || line === null) throw error
    throw new HubError(error.code, `Line ${line}: ${error.message}`, { cause: error })
  }
}

function setStatus(draft: Record<string, unknown>, special: ReadonlyMap<string, Entry>): void {
  const isDraft = special.get('draft')?.value === true || special.get('published')?.value === false
  if (isDraft && draft.status === undefined) draft.status = 'draft'
}

function setDate(draft: Record<string, unknown>, special: ReadonlyMap<string, Entry>): void {
  const entry = special.get('date') ?? special.get('publishdate') ?? special.get('pubdate')
  const date = entry === undefined ? null : readText(entry)
  const zone = special.get('timezone')
  if (date !== null) draft.date = parsePublishDate(date, zone === undefined ? null : readText(zone))
}

function explain(
  issue: { path: PropertyKey[]; message: string } | undefined,
  lines: ReadonlyMap<string, number>,
): HubError {
  const path = issue?.path.map(String) ?? []
  const line = path.map((part) => lines.get(normalizeKey(part))).find((found) => found !== undefined)
  return new HubError(
    'bad_input',
    `${line === undefined ? '' : `Line ${line}: `}${path.join('.')}: ${issue?.message ?? 'not valid'}`,
  )
}

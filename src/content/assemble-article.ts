import { HubError } from '../errors/hub-error.ts'
import { type Article, articleSchema } from './article.ts'
import type { Body } from './document.ts'
import { type Draft, type Entry, normalizeKey, readText, setEntry } from './front-matter-keys.ts'
import { type Note, openNoteBook } from './note.ts'
import { parsePublishDate } from './publish-date.ts'
import { takeTitle } from './title.ts'

export interface ParsedArticle {
  readonly article: Article
  /** Keys that mean nothing here: kept in `article.extra`. */
  readonly notes: readonly Note[]
}

/** A key with its value, and the line that it stands on; null where lines mean nothing. */
export interface LinedEntry extends Entry {
  readonly line: number | null
}

/** Makes an article of keys, as front matter has them, and a body. Raises `bad_input`, with the line where one is to blame. */
export function assembleArticle(entries: readonly LinedEntry[], body: Body): ParsedArticle {
  const notes = openNoteBook()
  const draft: Draft & Record<string, unknown> = { seo: {}, terms: {} }
  const extra = new Map<string, unknown>()
  const special = new Map<string, Entry>()
  const lines = new Map<string, number | null>()
  for (const { line, ...entry } of entries) {
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
  const title = takeTitle(body, typeof draft.title === 'string' ? draft.title : null)
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
  lines: ReadonlyMap<string, number | null>,
): HubError {
  const path = issue?.path.map(String) ?? []
  const line = path.map((part) => lines.get(normalizeKey(part))).find((found) => found !== undefined && found !== null)
  return new HubError(
    'bad_input',
    `${line === undefined ? '' : `Line ${line}: `}${path.join('.')}: ${issue?.message ?? 'not valid'}`,
  )
}

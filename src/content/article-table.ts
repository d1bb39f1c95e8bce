import { parse } from 'csv-parse/sync'
import { HubError } from '../errors/hub-error.ts'
import { articleSchema } from './article.ts'
import { assembleArticle, type LinedEntry, type ParsedArticle } from './assemble-article.ts'
import { normalizeKey } from './front-matter-keys.ts'
import type { Note } from './note.ts'

/** Files that hold many articles. `jsonl`: one JSON object a line. */
export const tableFormats = ['csv', 'json', 'jsonl'] as const
export type TableFormat = (typeof tableFormats)[number]

/** One row: what it calls itself, and the article, or why it is none. */
export interface TableItem {
  /** The line of the file that it begins on, or the number of the item in JSON; from 1. */
  readonly line: number
  /** What tells it from the others of its file, so that the same row is the same article; null where nothing does. */
  readonly key: string | null
  readonly parsed: ParsedArticle | HubError
}

const mostItems = 5_000
/** Characters of one file. */
const largestTable = 30_000_000

/**
 * The articles of a table. Columns and keys are those of front matter (`seo.title` and `fields.price` for what is inside), and
 * the text stands in `body` (or `content`, `text`, `markdown`, `html`), whose `format` is Markdown unless it says `html`. In
 * JSON an item may also be what `articles.get` gives. Each row fails for itself. Raises `bad_input` for what is no table.
 */
export function parseTable(text: string, format: TableFormat): TableItem[] {
  if (text.length > largestTable)
    throw new HubError('bad_input', `The file is ${text.length} characters long; ${largestTable} is the limit`)
  const rows = readers[format](text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'))
  if (rows.length > mostItems)
    throw new HubError('bad_input', `The file has ${rows.length} articles; ${mostItems} is the limit of one`)
  const seen = new Set<string>()
  return rows.map(({ line, read }) => {
    const where = `${format === 'json' ? 'Item' : 'Line'} ${line}: `
    try {
      const parsed = readItem(read())
      const { id, slug, title } = parsed.article
      const key = id ?? slug ?? title.trim().toLowerCase().replace(/\s+/g, '-')
      if (seen.has(key)) throw new HubError('bad_input', `there is another "${key}" before it in the file`)
      seen.add(key)
      return { line, key, parsed }
    } catch (thrown) {
      if (!(thrown instanceof HubError)) throw thrown
      return { line, key: null, parsed: new HubError(thrown.code, where + thrown.message, { cause: thrown }) }
    }
  })
}

interface Row {
  readonly line: number
  readonly read: () => unknown
}

const readers: Readonly<Record<TableFormat, (text: string) => Row[]>> = {
  csv: readCsv,
  json: readJson,
  jsonl: (text) =>
    text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [{ line: at + 1, read: () => fromJson(line) }])),
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>
  readonly info: { readonly lines: number; readonly invalid_field_length: number }
}

function readCsv(text: string): Row[] {
  let records: readonly CsvRecord[]
  try {
    const options = { columns: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: false }
    // The library's types know nothing of what `info` makes of its answer.
    records = parse(text, { ...options, delimiter: delimiterOf(text), to: mostItems + 1 }) as unknown as CsvRecord[]
  } catch (cause) {
    throw new HubError('bad_input', `The CSV cannot be read: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
  let bad = 0
  return records.map(({ record, info }, index) => {
    const line = (records[index - 1]?.info.lines ?? 1) + 1
    const isBad = info.invalid_field_length > bad
    bad = info.invalid_field_length
    return {
      line,
      read: () => {
        if (isBad) throw new HubError('bad_input', 'this row has more or fewer cells than the first line names')
        return nest(record)
      },
    }
  })
}

/** Spreadsheets of half the world write semicolons. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 10_000).split('\n')[0] ?? ''
  const count = (sign: string): number => head.split(sign).length
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ','
}

/** Cells with something in them; `seo.title` as `title` in `seo`. */
function nest(record: Readonly<Record<string, string>>): Record<string, unknown> {
  const item: Record<string, unknown> = Object.create(null)
  for (const [column, cell] of Object.entries(record)) {
    if (cell.trim() === '') continue
    const [, outer, inner] = /^(seo|fields|customfields|custom_fields|meta)\.(.+)$/i.exec(column.trim()) ?? []
    if (outer === undefined || inner === undefined) {
      item[column.trim()] = switches.has(normalizeKey(column)) ? readSwitch(column, cell) : cell
      continue
    }
    const known = item[outer]
    const map: Record<string, unknown> = typeof known === 'object' && known !== null ? { ...known } : {}
    item[outer] = { ...map, [inner]: cell }
  }
  return item
}

const switches = new Set(['draft', 'published'])

function readSwitch(column: string, cell: string): boolean {
  if (/^(?:true|yes|1|x)$/i.test(cell.trim())) return true
  if (/^(?:false|no|0)$/i.test(cell.trim())) return false
  throw new HubError('bad_input', `${column} must be yes or no`)
}

function readJson(text: string): Row[] {
  const data = fromJson(text)
  const list = Array.isArray(data) ? data : isMap(data) && Array.isArray(data.articles) ? data.articles : [data]
  return list.map((item: unknown, index) => ({ line: index + 1, read: () => item }))
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HubError('bad_input', `this is not JSON: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
}

const bodyKeys: Readonly<Record<string, 'markdown' | 'html' | null>> = {
  body: null,
  content: null,
  text: null,
  markdown: 'markdown',
  html: 'html',
}

function readItem(item: unknown): ParsedArticle {
  if (!isMap(item)) throw new HubError('bad_input', 'an article is an object with a title and a body')
  const canonical = readCanonical(isMap(item.content) ? item.content : item)
  if (canonical !== null) return canonical
  const entries: LinedEntry[] = []
  let body: { format: 'markdown' | 'html'; text: string } | null = null
  let format: 'markdown' | 'html' = 'markdown'
  for (const [key, value] of Object.entries(item)) {
    const name = normalizeKey(key)
    if (name === 'format') {
      if (value !== 'markdown' && value !== 'html') throw new HubError('bad_input', 'format must be markdown or html')
      format = value
    } else if (Object.hasOwn(bodyKeys, name)) {
      if (typeof value !== 'string') throw new HubError('bad_input', `${key} must be text`)
      if (body !== null) throw new HubError('bad_input', `${key} is a second text of the same article`)
      body = { format: bodyKeys[name] ?? 'markdown', text: value }
      if (bodyKeys[name] !== null) format = body.format
    } else {
      entries.push({ key, value, source: null, line: null })
    }
  }
  return assembleArticle(entries, { format, text: body?.text ?? '' })
}

/** What `articles.get` gives; null for anything else. */
function readCanonical(item: Readonly<Record<string, unknown>>): ParsedArticle | null {
  if (!isMap(item.body)) return null
  const { data, error } = articleSchema.safeParse(item)
  const [issue] = error?.issues ?? []
  if (data === undefined)
    throw new HubError('bad_input', `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
  if (data.status === 'future' && data.date === null) throw new HubError('bad_input', 'The status future needs a date')
  const notes: readonly Note[] = []
  return { article: data, notes }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { stringify } from 'yaml'
import { renderList } from './list.ts'
import { printable, type Terminal } from './terminal.ts'

type Row = Readonly<Record<string, unknown>>

/** Shown first, where rows have them. */
const preferred = ['id', 'name', 'title', 'slug', 'status', 'state', 'date', 'modified', 'url', 'link']
const mostColumns = 6
const widest = 60

/** What an action gave, for a person at a terminal: a list as a table, everything else as YAML. */
export function renderValue(value: unknown, terminal: Terminal): string {
  if (value === null || value === undefined) return 'Done'
  const rows = rowsOf(value)
  if (rows !== null) return renderTable(rows, terminal)
  return printable(typeof value === 'object' ? stringify(value, { lineWidth: 0 }).trimEnd() : String(value))
}

/** The rows of a list, or of a page of one. */
export function rowsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null || !('items' in value)) return null
  return Array.isArray(value.items) ? value.items : null
}

function renderTable(rows: readonly unknown[], terminal: Terminal): string {
  const records = rows.filter((row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row))
  if (records.length < rows.length) return rows.map((row) => cell(row)).join('\n')
  const names = [...new Set(records.flatMap((row) => Object.keys(row)))]
  const simple = names.filter((name) => records.some((row) => cell(row[name]) !== ''))
  const first = preferred.filter((name) => simple.includes(name))
  const chosen = [...first, ...simple.filter((name) => !first.includes(name))].slice(0, mostColumns)
  const columns = chosen.map((name) => ({ heading: name.toUpperCase(), show: (row: Row) => cell(row[name]) }))
  return renderList(records, columns, terminal, 'There is nothing')
}

/** One value in a line; empty for what has no short form. */
function cell(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const { raw, rendered } = value as { raw?: unknown; rendered?: unknown }
    return typeof raw === 'string' || typeof rendered === 'string' ? cell(raw ?? rendered) : ''
  }
  const text = printable(String(value ?? '')).replace(/\s+/g, ' ')
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text
}

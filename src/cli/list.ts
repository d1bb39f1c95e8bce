import { printable, type Terminal } from './terminal.ts'

/** One column of a list: its heading, and what a row shows there. */
export interface Column<T> {
  readonly heading: string
  show(row: T): string
}

/** Rows under headings, each column as wide as it must be. An empty list says what to do next. */
export function renderList<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  terminal: Terminal,
  empty: string,
): string {
  if (rows.length === 0) return empty
  const cells = rows.map((row) => columns.map((column) => printable(column.show(row)).replace(/\s+/g, ' ')))
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...cells.map((row) => row[index]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()
  return [terminal.paint('dim', line(columns.map(({ heading }) => heading))), ...cells.map(line)].join('\n')
}

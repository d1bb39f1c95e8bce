import { Checkbox } from '@mantine/core'
import type { Column } from './data-table.tsx'

/** The column in which rows are selected, with all that are shown in its head. Narrow `label`s name each box. */
export function selectionColumn<Row extends { readonly id: string }>(props: {
  readonly rows: readonly Row[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (ids: ReadonlySet<string>) => void
  readonly labelAll: string
  readonly label: (row: Row) => string
}): Column<Row> {
  const { rows, selected, onSelect, labelAll, label } = props
  const all = rows.length > 0 && rows.every(({ id }) => selected.has(id))
  const toggle = (id: string, on: boolean): void => {
    const next = new Set(selected)
    if (on) next.add(id)
    else next.delete(id)
    onSelect(next)
  }
  return {
    key: 'select',
    label: '',
    heading: (
      <Checkbox
        aria-label={labelAll}
        checked={all}
        indeterminate={!all && selected.size > 0}
        onChange={({ currentTarget: { checked } }) => onSelect(new Set(checked ? rows.map(({ id }) => id) : []))}
      />
    ),
    render: (row) => (
      <Checkbox
        aria-label={label(row)}
        checked={selected.has(row.id)}
        onChange={({ currentTarget: { checked } }) => toggle(row.id, checked)}
      />
    ),
  }
}

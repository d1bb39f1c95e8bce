import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { shared } from '../texts/en/shared.ts'
import classes from './data-table.module.css'

export interface Column<Row> {
  readonly key: string
  /** The heading; on phones the label beside the value. Empty above buttons. */
  readonly label: string
  /** Stands in the head of the table instead of the label: a checkbox for all rows. */
  readonly heading?: ReactNode
  readonly render: (row: Row) => ReactNode
  /** The cell that names its row. Exactly one column. */
  readonly names?: boolean
  /** Numbers and buttons stand at the end. */
  readonly end?: boolean
  /** Left out where the window is no phone and not wide: its page says it too. */
  readonly minor?: boolean
}

/** Rows with headings; on phones each row is a card. `caption` is read to those who do not see what the table is about. */
export function DataTable<Row>(props: {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
}) {
  const { caption, columns, rows, rowKey } = props
  return (
    <Table className={classes.table} verticalSpacing="sm" highlightOnHover>
      <caption className="visually-hidden">{caption}</caption>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ key, label, heading, end, minor }) => (
            <Table.Th key={key} scope="col" className={lookOf(end, minor)}>
              {heading ?? (label === '' ? <span className="visually-hidden">{shared.actions}</span> : label)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={rowKey(row)}>
            {columns.map(({ key, label, render, names, end, minor }) =>
              names === true ? (
                <th key={key} scope="row" className={classes.name}>
                  {render(row)}
                </th>
              ) : (
                <Table.Td key={key} data-label={label} className={lookOf(end, minor)}>
                  {render(row)}
                </Table.Td>
              ),
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function lookOf(end = false, minor = false): string {
  return [end ? classes.end : classes.start, ...(minor ? [classes.minor] : [])].join(' ')
}

import { Button } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { shared } from '../texts/en/shared.ts'
import { type Column, DataTable } from './data-table.tsx'
import { ProblemPanel } from './problem-panel.tsx'
import { ListSkeleton } from './skeletons.tsx'

interface Page<Row> {
  readonly items: readonly Row[]
}

/** All rows that were read so far; undefined before the first page. */
export function rowsOf<Row>(query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>): readonly Row[] | undefined {
  return query.data?.pages.flatMap(({ items }) => items)
}

/**
 * A list that comes in pages: its skeleton before, its problem beside, `empty` where there is nothing, and a way to more.
 * Whoever asks for more goes on at the first row of it.
 */
export function PagedTable<Row>(props: {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly empty: ReactNode
}) {
  const { query, caption, columns, rowKey, empty } = props
  const rows = rowsOf(query)
  const place = useRef<HTMLDivElement>(null)
  const seen = useRef<number | null>(null)
  useEffect(() => {
    if (seen.current === null || rows === undefined || rows.length <= seen.current) return
    const row = place.current?.querySelectorAll<HTMLElement>('tbody > tr')[seen.current]
    seen.current = null
    if (row === undefined) return
    row.tabIndex = -1
    row.focus()
  }, [rows])
  return (
    <div ref={place}>
      {query.error !== null && <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />}
      {rows === undefined ? (
        query.error === null && <ListSkeleton />
      ) : rows.length === 0 ? (
        empty
      ) : (
        <DataTable caption={caption} columns={columns} rows={rows} rowKey={rowKey} />
      )}
      {query.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => {
            seen.current = rows?.length ?? null
            void query.fetchNextPage()
          }}
          style={{ alignSelf: 'flex-start' }}
        >
          {shared.loadMore}
        </Button>
      )}
    </div>
  )
}

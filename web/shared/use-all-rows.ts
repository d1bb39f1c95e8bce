import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/**
 * Every row of a list that comes in pages, for what means all of it: read on to the end. Undefined until the end was there
 * once; while a longer list is read again, the last that was whole.
 */
export function useAllRows<Row>(
  query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Row[] }>>,
  isWanted = true,
): readonly Row[] | undefined {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query
  useEffect(() => {
    // A page that could not be read comes when the list is read again: asking at once would never end.
    if (isWanted && hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [isWanted, hasNextPage, isFetching, isError, fetchNextPage])
  const whole = useRef<readonly Row[]>(undefined)
  if (data !== undefined && !hasNextPage) whole.current = data.pages.flatMap(({ items }) => items)
  return whole.current
}

import { Box } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemPanel } from './problem-panel.tsx'
import { ListSkeleton } from './skeletons.tsx'

/**
 * What a query read, with its skeleton before and its problem instead. What was read once stays while it is read again, also
 * when that fails: then the problem stands above it.
 */
export function QueryView<Data>(props: {
  readonly query: UseQueryResult<Data>
  readonly skeleton?: ReactNode
  readonly children: (data: Data) => ReactNode
}) {
  const { query, skeleton = <ListSkeleton />, children } = props
  const { data, error, isFetching } = query
  const again = () => void query.refetch()
  if (data === undefined)
    return error === null || isFetching ? skeleton : <ProblemPanel error={error} onRetry={again} />
  // In the same place with and without a problem: what is typed into it outlives a hub that is away.
  return (
    <>
      {error !== null && (
        <Box mb="md">
          <ProblemPanel error={error} onRetry={again} />
        </Box>
      )}
      {children(data)}
    </>
  )
}

import { keepPreviousData } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import type { FleetSearch } from './routes.ts'

/** The connections that a filter finds, `limit` at a time, read again each minute. */
export function fleetList(filter: FleetSearch, limit: number) {
  return orpc.fleet.list.infiniteOptions({
    input: (cursor: string | undefined) => ({ limit, ...filter, ...(cursor === undefined ? {} : { cursor }) }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  })
}

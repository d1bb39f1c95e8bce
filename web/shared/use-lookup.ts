import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../api/client.ts'
import { isPassing } from '../api/problem.ts'

export type Choices = Outputs['lookups']['choices']
export type Choice = Choices['choices'][number]

/** What a site offers for a field. A site that is ill gives none, and is asked once more at most. */
export function useLookup(props: {
  readonly project: string
  readonly connection: string
  readonly lookup: string
  /** What the choices depend on. */
  readonly input?: Readonly<Record<string, unknown>>
  readonly search?: string
  readonly enabled: boolean
}): UseQueryResult<Choices> {
  const { project, connection, lookup, input = {}, search = '', enabled } = props
  return useQuery({
    ...orpc.lookups.choices.queryOptions({ input: { project, connection, lookup, input, search } }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: (failures, error) => failures < 1 && isPassing(error),
  })
}

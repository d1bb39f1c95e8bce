import { useSuspenseQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../api/client.ts'

/** A project with the reader's role in it. */
export type OwnProject = Outputs['projects']['list']['items'][number]
export type User = Extract<Outputs['me']['get'], { kind: 'user' }>

export const meQuery = orpc.me.get.queryOptions({ staleTime: 60_000 })
export const projectsQuery = orpc.projects.list.queryOptions({ input: { limit: 500 }, staleTime: 60_000 })

/** Who reads this. Within the frame they are always known. */
export function useUser(): User {
  const { data } = useSuspenseQuery(meQuery)
  if (data.kind !== 'user') throw new Error('Pages are for people who logged in')
  return data
}

/** The projects that the reader may see, 500 at most. */
export function useProjects(): readonly OwnProject[] {
  return useSuspenseQuery(projectsQuery).data.items
}

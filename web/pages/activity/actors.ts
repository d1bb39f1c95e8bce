import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { plain } from '../../shared/remote-text.tsx'
import { activity } from '../../texts/en/activity.ts'

export interface Actors {
  /** For a select. */
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  /** What an actor of the log (`user:<id>`, `key:<id>`, `local:<name>`, `stranger`) is called. */
  name(actor: string): string
}

/** Who is in a project: the members, and the keys that there are now. Others are named by what they were. */
export function useActors(project: string): Actors {
  const members = useQuery(orpc.members.list.queryOptions({ input: { project } })).data?.items ?? []
  const keys = useQuery(orpc.keys.list.queryOptions({ input: { project, limit: 500 } })).data?.items ?? []
  return actorsOf(
    [
      ...members.map(({ user, name }) => [`user:${user}`, plain(name, 60)] as const),
      ...keys.map(({ id, name }) => [`key:${id}`, activity.key(plain(name, 60))] as const),
    ],
    { user: activity.formerMember, key: activity.formerKey },
  )
}

/** Who is on the hub: its users. Keys belong to projects, whose own pages name them. */
export function useHubActors(): Actors {
  const users = useQuery(orpc.users.list.queryOptions({ input: { limit: 500 } })).data?.items ?? []
  return actorsOf(
    users.map(({ id, name }) => [`user:${id}`, plain(name, 60)] as const),
    { user: activity.formerUser, key: activity.anyKey },
  )
}

function actorsOf(
  known: readonly (readonly [actor: string, name: string])[],
  others: { readonly user: string; readonly key: string },
): Actors {
  const names = new Map(known)
  const unknown: Readonly<Record<string, (rest: string) => string>> = {
    user: () => others.user,
    key: () => others.key,
    local: activity.local,
    stranger: () => activity.stranger,
  }
  return {
    choices: known.map(([value, label]) => ({ value, label })),
    name(actor) {
      const [kind = '', rest = ''] = actor.split(/:(.*)/s)
      return names.get(actor) ?? unknown[kind]?.(plain(rest, 60)) ?? plain(actor, 60)
    },
  }
}

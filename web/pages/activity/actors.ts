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
  const names = new Map<string, string>([
    ...members.map(({ user, name }) => [`user:${user}`, plain(name, 60)] as const),
    ...keys.map(({ id, name }) => [`key:${id}`, activity.key(plain(name, 60))] as const),
  ])
  return {
    choices: [...names].map(([value, label]) => ({ value, label })),
    name(actor) {
      const [kind = '', rest = ''] = actor.split(/:(.*)/s)
      return names.get(actor) ?? unknownNames[kind]?.(plain(rest, 60)) ?? plain(actor, 60)
    },
  }
}

const unknownNames: Readonly<Record<string, (rest: string) => string>> = {
  user: () => activity.formerMember,
  key: () => activity.formerKey,
  local: activity.local,
  stranger: () => activity.stranger,
}

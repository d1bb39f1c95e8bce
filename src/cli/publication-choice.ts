import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { HubClient } from './hub-access.ts'

/** Which publications a command is about. */
export interface Choice {
  readonly article?: string[]
  readonly connection?: string[]
  readonly group?: string[]
  readonly all?: boolean
  readonly project?: string
  readonly json?: boolean
}

/** A command `<name> [publications...]` with the options of a choice. */
export function addChosen(parent: Command, name: string, about: string): Command {
  return parent
    .command(`${name} [publications...]`)
    .description(about)
    .option('--article <articles...>', 'those of these articles, by id')
    .option('--connection <connections...>', 'those on these connections')
    .option('--group <groups...>', 'those on the connections of these groups')
    .option('--all', 'all of the project')
    .option('--project <project>', 'id or name')
    .option('--json', 'print as JSON')
}

/** Throws `bad_input` where nothing is chosen: nobody means everything by saying nothing. */
export function selectionOf(
  ids: readonly string[],
  { article, connection, group, all, project }: Choice,
): Parameters<HubClient['publications']['pause']>[0] {
  const publications = ids.length === 0 ? undefined : [...ids]
  const some = { publications, articles: article, connections: connection, groups: group }
  if (Object.values(some).every((list) => list === undefined) && all !== true)
    throw new HubError('bad_input', 'Say which publications: their ids, --article, --connection, --group or --all')
  return { ...some, project, all: all ?? false }
}

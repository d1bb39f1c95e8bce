import { HubError } from '../errors/hub-error.ts'
import type { Db } from '../store/open-store.ts'
import { findProject, listProjects, provideProject } from '../store/projects.ts'
import type { Actor } from './actor.ts'

/** The project that the command line makes at its first use. */
const defaultProjectName = 'Default'

/**
 * The id of the project that a call means: the one it names (by id or name), the key's own, or the only one there is. The
 * first use at the machine itself makes a default project. Whether the actor may see it is not asked here.
 */
export async function resolveProject(db: Db, actor: Actor, named: string | undefined): Promise<string> {
  if (named !== undefined && named !== '') {
    const found = await findProject(db, named)
    if (found === undefined) throw new HubError('not_found', 'There is no such project')
    return found.id
  }
  if (actor.kind === 'key') return actor.projectId
  const own = actor.kind === 'user' ? await listProjects(db, { memberId: actor.id }, { limit: 2 }) : null
  // Administrators reach every project, but their own come first.
  const everything = actor.kind === 'local' || (actor.kind === 'user' && actor.admin && own?.items.length === 0)
  const items = everything ? (await listProjects(db, {}, { limit: 2 })).items : (own?.items ?? [])
  const [only] = items
  if (only !== undefined && items.length === 1) return only.id
  if (only === undefined && actor.kind === 'local') return (await provideProject(db, defaultProjectName)).id
  throw new HubError(
    'bad_input',
    only === undefined ? 'You are in no project' : 'Say which project: you are in several',
    {
      fix: 'Give the id or the name of the project (in the CLI: --project).',
    },
  )
}

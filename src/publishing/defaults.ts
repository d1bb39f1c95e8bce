import type { Connection } from '../store/connections.ts'
import type { Db } from '../store/open-store.ts'
import { getProject } from '../store/projects.ts'
import { readPublishSettings } from '../store/publish-settings.ts'

/**
 * What holds on a connection where nothing else is said, as `resolveOptions` takes it: the word of its project, then its own
 * over it. By connection id.
 */
export async function readDefaults(
  db: Db,
  connections: readonly Pick<Connection, 'id' | 'projectId'>[],
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const projects = new Map<string, unknown>()
  for (const id of new Set(connections.map(({ projectId }) => projectId)))
    projects.set(id, await readProjectDefaults(db, id))
  const ids = connections.map(({ id }) => id)
  const own = await readPublishSettings(db, ids)
  return new Map(connections.map(({ id, projectId }) => [id, [projects.get(projectId), own.get(id)?.options]]))
}

/** How a project wants articles on all its connections. Throws `not_found`. */
export async function readProjectDefaults(db: Db, projectId: string): Promise<unknown> {
  const { settings } = await getProject(db, projectId)
  return settings.publishing ?? {}
}

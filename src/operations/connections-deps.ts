import type { CallOptions, ConnectionRef, ConnectionsDeps } from '../connections/deps.ts'
import { kindSettings } from '../connectors/kind-settings.ts'
import { HubError } from '../errors/hub-error.ts'
import { findConnection } from '../store/connections.ts'
import type { OperationContext } from './context.ts'
import type { ProjectScope } from './guard.ts'

/** What the layer of connections takes, out of an operation's context. Sites are asked as for everybody: none may be private. */
export async function connectionsDeps(context: OperationContext): Promise<ConnectionsDeps> {
  const { store, vault, log, scratch, installationId, publicUrl } = await context.hub()
  const settings = kindSettings(context.settings)
  const here = { store, vault, log, scratch, installationId }
  return { ...here, settings, http: context.http(), publicUrl: new URL(publicUrl) }
}

export function callOptions({ signal, onAttempt }: OperationContext): CallOptions {
  return { signal, onAttempt }
}

/** The connection that an input means, by id or name. Throws `not_found`, also for those that the caller may not use. */
export async function resolveConnection(
  { store }: ConnectionsDeps,
  project: ProjectScope,
  idOrName: string,
): Promise<ConnectionRef> {
  const found = await findConnection(store.db, project.id, idOrName)
  if (found === undefined || (project.connectionIds !== null && !project.connectionIds.includes(found.id))) {
    throw new HubError('not_found', 'There is no such connection in this project')
  }
  return { projectId: project.id, id: found.id }
}

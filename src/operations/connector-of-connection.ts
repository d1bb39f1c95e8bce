import type { ConnectionRef, ConnectionsDeps } from '../connections/deps.ts'
import type { Connector } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { getConnection } from '../store/connections.ts'
import { connectionsDeps, resolveConnection } from './connections-deps.ts'
import type { OperationContext } from './context.ts'
import type { ProjectScope } from './guard.ts'

/** The connection that an input names, with the code behind its kind. Throws `not_found`. */
export async function connectorOfConnection(
  context: OperationContext & { readonly project: ProjectScope },
  idOrName: string,
): Promise<{ readonly deps: ConnectionsDeps; readonly ref: ConnectionRef; readonly connector: Connector }> {
  const deps = await connectionsDeps(context)
  const ref = await resolveConnection(deps, context.project, idOrName)
  const { kind } = await getConnection(deps.store.db, ref.projectId, ref.id)
  return { deps, ref, connector: connectorOf(kind) }
}

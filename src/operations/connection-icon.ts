import { z } from 'zod'
import { iconOf } from '../connections/icon.ts'
import { HubError } from '../errors/hub-error.ts'
import { getConnection } from '../store/connections.ts'
import { connectionInput } from './connection-view.ts'
import { callOptions, connectionsDeps, resolveConnection } from './connections-deps.ts'
import { projectOperation } from './operation.ts'

/** Part of `connections`. */
export const connectionIcon = {
  icon: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/icon',
      tags: ['Connections'],
      summary: 'Read the icon of a connected site',
      outputStructure: 'detailed',
      successDescription: 'A small picture, with the type that its bytes were seen to have',
    })
    .input(connectionInput)
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { projectId, id } = await resolveConnection(deps, context.project, input.connection)
      const icon = await iconOf(deps, await getConnection(deps.store.db, projectId, id), callOptions(context))
      if (icon === null) throw new HubError('not_found', 'The site has no icon')
      return {
        headers: { 'cache-control': 'private, max-age=86400' },
        body: new File([new Uint8Array(icon.bytes)], 'icon', { type: icon.type }),
      }
    }),
}

import { z } from 'zod'
import { readCredentialFacts } from '../connections/credential-facts.ts'
import { deleteConnection, revokeConnection } from '../connections/revoke.ts'
import { rotateConnection } from '../connections/rotate.ts'
import { actorName } from './actor.ts'
import { connectionInput, connectionView, viewConnection } from './connection-view.ts'
import { callOptions, connectionsDeps, resolveConnection } from './connections-deps.ts'
import { projectOperation } from './operation.ts'
import { moment } from './pages.ts'

const atSite = z
  .enum(['deleted', 'gone', 'left'])
  .describe('The credential at the site: deleted now, gone before, or left since the site cannot delete it')

/** What becomes of a connection's credential. Part of `connections`. */
export const credentials = {
  credential: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/credential',
      tags: ['Connections'],
      summary: 'Ask the site about the credential that is used: since when, and when it was used last',
    })
    .input(connectionInput)
    .output(
      z.object({
        credential: z
          .object({
            name: z.string().describe("As the site's own list shows it"),
            createdAt: moment.nullable(),
            usedAt: moment.nullable(),
            usedFrom: z.string().nullable().describe('The address from which it was used last'),
          })
          .nullable()
          .describe('Null where the site says nothing of it'),
      }),
    )
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      return { credential: await readCredentialFacts(deps, ref, callOptions(context)) }
    }),

  rotate: projectOperation({ permission: 'editor', effect: 'append', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/rotate',
      tags: ['Connections'],
      summary: 'Replace the application password by a new one that the site makes',
      description: 'Nothing fails meanwhile. The old one is deleted at the site at `retireAt`.',
    })
    .input(connectionInput)
    .output(z.object({ connection: connectionView, retireAt: moment }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const options = { ...callOptions(context), actor: actorName(context.actor) }
      const { connection, retireAt } = await rotateConnection(deps, ref, options)
      return { connection: viewConnection(connection), retireAt: retireAt.toISOString() }
    }),

  revoke: projectOperation({ permission: 'owner', effect: 'destructive', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/revoke',
      tags: ['Connections'],
      summary: 'Delete the credential at the site and here; the connection needs a login from then on',
    })
    .input(connectionInput)
    .output(z.object({ connection: connectionView, atSite }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const { connection, atSite } = await revokeConnection(deps, ref, callOptions(context))
      return { connection: viewConnection(connection), atSite }
    }),

  delete: projectOperation({ permission: 'owner', effect: 'destructive', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/delete',
      tags: ['Connections'],
      summary: 'Forget a connection, with its history',
      description: 'Where its credential cannot be deleted at the site, nothing is forgotten: see `revoke`.',
    })
    .input(
      connectionInput.extend({
        revoke: z.boolean().default(true).describe('Delete its credential at the site first'),
      }),
    )
    .output(z.object({ deleted: z.literal(true), atSite }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const options = { ...callOptions(context), revoke: input.revoke }
      return { deleted: true as const, ...(await deleteConnection(deps, ref, options)) }
    }),
}

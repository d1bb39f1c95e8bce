import { z } from 'zod'
import { pollTrigger } from '../connections/poll-trigger.ts'
import { connectionInput } from './connection-view.ts'
import { callOptions, connectionsDeps, resolveConnection } from './connections-deps.ts'
import { connectorOfConnection } from './connector-of-connection.ts'
import { triggerView, viewTrigger } from './connector-view.ts'
import { projectOperation } from './operation.ts'

/** What may happen at a connection's site, for people who build their own automation. */
export const triggers = {
  list: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/triggers',
      tags: ['Actions'],
      summary: 'List the triggers of a connection',
    })
    .input(connectionInput)
    .output(z.object({ items: z.array(triggerView) }))
    .handler(async ({ input, context }) => {
      const { connector } = await connectorOfConnection(context, input.connection)
      return { items: Object.entries(connector.triggers).map(([name, one]) => viewTrigger(name, one)) }
    }),

  poll: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/triggers/{trigger}',
      tags: ['Actions'],
      summary: 'Look once for what happened at a site',
      description:
        'Without a cursor it only begins: what is there already is not told. Keep the cursor of each answer, best in the transaction that takes its items, and give it the next time.',
    })
    .input(
      connectionInput.extend({
        trigger: z.string().min(1).max(100),
        input: z.record(z.string(), z.unknown()).default({}).describe('What the trigger takes'),
        cursor: z.unknown().describe('Of the answer before; nothing or null to begin'),
      }),
    )
    .output(
      z.object({
        items: z
          .array(z.object({ key: z.string().describe('Equal for the same thing'), item: z.unknown() }))
          .readonly()
          .describe('The oldest first'),
        cursor: z.unknown(),
        more: z.boolean().describe('There is more already: look again at once'),
      }),
    )
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      return pollTrigger(deps, ref, { ...input, cursor: input.cursor ?? null }, callOptions(context))
    }),
}

import { z } from 'zod'
import { lookUp } from '../connections/look-up.ts'
import { connectionInput } from './connection-view.ts'
import { callOptions, connectionsDeps, resolveConnection } from './connections-deps.ts'
import { connectorOfConnection } from './connector-of-connection.ts'
import { lookupView, viewLookup } from './connector-view.ts'
import { projectOperation } from './operation.ts'

/** The choices that fields of actions have: of forms, command line and assistant alike. */
export const lookups = {
  list: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/lookups',
      tags: ['Actions'],
      summary: 'List the look-ups of a connection',
    })
    .input(connectionInput)
    .output(z.object({ items: z.array(lookupView) }))
    .handler(async ({ input, context }) => {
      const { connector } = await connectorOfConnection(context, input.connection)
      return { items: Object.entries(connector.lookups).map(([name, one]) => viewLookup(name, one)) }
    }),

  choices: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/lookups/{lookup}',
      tags: ['Actions'],
      summary: 'Ask a site for the choices of a field',
    })
    .input(
      connectionInput.extend({
        lookup: z.string().min(1).max(100),
        input: z.record(z.string(), z.unknown()).default({}).describe('What the choices depend on'),
        search: z.string().max(200).default('').describe('What their labels should contain'),
      }),
    )
    .output(
      z.object({
        choices: z
          .array(
            z.object({
              value: z.union([z.string(), z.number()]).describe('What goes into the field'),
              label: z.string(),
              hint: z.string().optional().describe('Tells it from others of the same label'),
            }),
          )
          .readonly(),
        more: z.boolean().describe('There are more: `search` narrows them'),
      }),
    )
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      return lookUp(deps, ref, input, callOptions(context))
    }),
}

import { z } from 'zod'
import { act, readCall, rehearse } from '../connections/act.ts'
import { actionOf } from '../connections/actions-of.ts'
import type { Started } from '../connections/perform-action.ts'
import { HubError } from '../errors/hub-error.ts'
import { connectionInput } from './connection-view.ts'
import { callOptions } from './connections-deps.ts'
import { connectorOfConnection } from './connector-of-connection.ts'
import { actionSummary, actionView, effect, search, summariseAction, viewAction } from './connector-view.ts'
import { readForm } from './form-input.ts'
import { jsonSchemaOf } from './json-schema.ts'
import { projectOperation } from './operation.ts'
import { isRoleWithin } from './permission.ts'

const actionInput = connectionInput.extend({
  action: z.string().min(1).max(100).describe('The name of the action: `posts.create`'),
})
/** What an earlier try wrote down; anything else is nobody's note. */
const started: z.ZodType<Started> = z.object({
  baseline: z.number().nullable(),
  at: z.number(),
  sendMs: z.number().optional(),
  refusal: z.object({ code: z.string(), message: z.string() }).optional(),
})

/** What can be done on a connection. An action that a connector defines is here by that alone. */
export const actions = {
  list: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/actions',
      tags: ['Actions'],
      summary: 'List what can be done on a connection',
    })
    .input(
      connectionInput.extend({
        search: z.string().max(200).default('').describe('Words that name, title or description have'),
      }),
    )
    .output(z.object({ items: z.array(actionSummary) }))
    .handler(async ({ input, context }) => {
      const { connector } = await connectorOfConnection(context, input.connection)
      return { items: search(connector.actions, input.search).map(([name, one]) => summariseAction(name, one)) }
    }),

  get: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/actions/{action}',
      tags: ['Actions'],
      summary: 'Read what an action takes and gives',
    })
    .input(actionInput)
    .output(actionView)
    .handler(async ({ input, context }) => {
      const { connector } = await connectorOfConnection(context, input.connection)
      return viewAction(input.action, actionOf(connector, input.action))
    }),

  run: projectOperation({ permission: 'viewer', effect: 'append', connections: 'one', audited: ['action'] })
    .route({
      method: 'POST',
      path: '/connections/{connection}/actions/{action}',
      tags: ['Actions'],
      summary: 'Do something on a connection',
      description:
        'Viewers may do what only reads; everything else needs the role editor. A write is sent once: where its answer is lost, what it made is looked for, and `answer_lost` says when that could not be decided. Under an Idempotency-Key, a repeat goes on where the first try ended.',
    })
    .input(
      actionInput.extend({
        input: z.record(z.string(), z.unknown()).default({}).describe('What the action takes'),
        confirm: z.boolean().default(false).describe('Needed where something is taken away'),
        dryRun: z.boolean().default(false).describe('Check the input and say what would be sent, and write nothing'),
      }),
    )
    .output(
      z.object({
        output: z.unknown().describe('What the action gives'),
        differences: z
          .array(
            z.object({
              field: z.string(),
              kind: z.enum(['dropped', 'changed']),
              sent: z.string(),
              stored: z.string(),
            }),
          )
          .readonly()
          .describe('What the site did not take as it was sent'),
        found: z.boolean().describe('The answer was lost, and what was made was found at the site'),
        requests: z.number().describe('Sent to the site'),
        dryRun: z
          .object({
            effect,
            key: z.string().nullable().describe('What would find it again after a lost answer'),
            writes: z
              .array(z.object({ method: z.string(), url: z.string(), body: z.unknown(), bytes: z.number() }))
              .readonly()
              .describe('The first write that would be sent'),
          })
          .nullable(),
      }),
    )
    .handler(async ({ input, context }) => {
      const { deps, ref, connector } = await connectorOfConnection(context, input.connection)
      const schema = jsonSchemaOf(actionOf(connector, input.action).input)
      const call = await readCall(deps, ref, input.action, await readForm(input.input, schema))
      if (call.effect !== 'read' && !isRoleWithin('editor', context.project.role)) {
        throw new HubError('forbidden', `You may not do this: ${input.action} needs the role editor in the project`)
      }
      const options = callOptions(context)
      if (input.dryRun) {
        const { writes, requests } = await rehearse(deps, call, options)
        const dryRun = { effect: call.effect, key: call.key, writes }
        return { output: null, differences: [], found: false, requests, dryRun }
      }
      const { underKey } = context
      const earlier = started.safeParse(underKey?.earlier).data ?? null
      const { confirm } = input
      const onStarted = async (note: Started | null): Promise<void> => underKey?.note(note)
      return { ...(await act(deps, call, { ...options, confirm, earlier, onStarted })), dryRun: null }
    }),
}

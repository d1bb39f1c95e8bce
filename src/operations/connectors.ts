import { z } from 'zod'
import { type KindSettings, kindSettings } from '../connectors/kind-settings.ts'
import { connectorOf, listConnectors } from '../connectors/registry.ts'
import { actionView, lookupView, triggerView, viewAction, viewLookup, viewTrigger } from './connector-view.ts'
import { jsonSchemaOf, jsonSchemaView } from './json-schema.ts'
import { hubOperation } from './operation.ts'

const method = z.object({
  name: z.string(),
  title: z.string(),
  ready: z.boolean().describe('Whether this hub is set up for it'),
  how: z.enum(['typed', 'approved']).describe('A person types what it takes, or approves at the site'),
  input: jsonSchemaView,
})
const kind = z.object({ kind: z.string(), title: z.string(), methods: z.array(method) })

function viewKind(
  { kind: name, title, connections }: ReturnType<typeof connectorOf>,
  settings: KindSettings,
): z.infer<typeof kind> {
  const methods = Object.entries(connections).map(([methodName, one]) => ({
    name: methodName,
    title: one.title,
    ready: 'begin' in one ? (one.isReady?.(settings) ?? true) : true,
    how: 'probe' in one ? ('typed' as const) : ('approved' as const),
    input: jsonSchemaOf(one.schema),
  }))
  return { kind: name, title, methods }
}

/** What kinds of connections there are, and what each can do. Asks no site. */
export const connectors = {
  list: hubOperation({ permission: 'user', effect: 'read' })
    .route({
      method: 'GET',
      path: '/connectors',
      tags: ['Connectors'],
      summary: 'List the kinds of connections, and how each is connected',
    })
    .output(z.object({ items: z.array(kind) }))
    .handler(({ context }) => ({
      items: listConnectors().map((connector) => viewKind(connector, kindSettings(context.settings))),
    })),

  get: hubOperation({ permission: 'user', effect: 'read' })
    .route({
      method: 'GET',
      path: '/connectors/{kind}',
      tags: ['Connectors'],
      summary: 'Read all actions, look-ups and triggers of a kind of connections',
    })
    .input(z.object({ kind: z.string().min(1).max(50) }))
    .output(kind.extend({ actions: z.array(actionView), lookups: z.array(lookupView), triggers: z.array(triggerView) }))
    .handler(({ input, context }) => {
      const connector = connectorOf(input.kind)
      return {
        ...viewKind(connector, kindSettings(context.settings)),
        actions: Object.entries(connector.actions).map(([name, one]) => viewAction(name, one)),
        lookups: Object.entries(connector.lookups).map(([name, one]) => viewLookup(name, one)),
        triggers: Object.entries(connector.triggers).map(([name, one]) => viewTrigger(name, one)),
      }
    }),
}

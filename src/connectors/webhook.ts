import { endpointSchema, type WebhookEndpoint } from '../webhook/endpoint.ts'
import type { Connector } from './connector.ts'
import { type OpenWebhook, webhookActions } from './webhook/actions.ts'
import { createWebhookClient, type WebhookClient } from './webhook/client.ts'
import { diagnosisOf } from './webhook/diagnosis.ts'
import { methods } from './webhook/methods.ts'
import { exampleProject, testMessage } from './webhook/test-message.ts'

/**
 * Endpoints that take what happens as signed requests. None can be asked how it is without sending it something, so there is
 * no check: deliveries tell. A diagnosis, which only a person asks for, sends a test.
 */
export const webhook: Connector<WebhookEndpoint, WebhookClient, OpenWebhook> = {
  kind: 'webhook',
  title: 'Webhook',
  connections: methods,
  secret: endpointSchema,
  open: createWebhookClient,
  async diagnose(context) {
    const client = createWebhookClient(context, async () => context.secret)
    return diagnosisOf(await client.send(testMessage(exampleProject, new Date())))
  },
  learn: async ({ site }) => ({ site: { ...site }, account: null, caches: {} }),
  caches: [],
  prepare: (client) => ({ client }),
  actions: webhookActions,
  lookups: {},
  triggers: {},
}

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { messageId } from '../../webhook/message-id.ts'
import { dataSchemaOf, payloadVersion } from '../../webhook/payload.ts'
import { type Action, action } from '../action.ts'
import type { Sent, WebhookClient } from './client.ts'
import { errorOf } from './diagnosis.ts'
import { exampleProject, testMessage } from './test-message.ts'

/** A connected endpoint, as its actions get it. */
export interface OpenWebhook {
  readonly client: WebhookClient
}

const sent = z.object({
  id: z.string().describe('The webhook-id'),
  outcome: z.enum(['delivered', 'retry', 'refused']),
  reason: z.string(),
  status: z.number().nullable().describe('Null when no answer came'),
  answer: z.string().nullable().describe('The beginning of what was answered'),
  milliseconds: z.number(),
})

/** Of wrong fields, so many are named. */
const mostIssues = 20

const sendEvent = action({
  title: 'Send an event',
  description:
    'Any JSON, signed, once: what is not taken is an error and is not kept to be tried again. Under a type of the hub itself (`article.published`…), `data` must be what its payload has. With an `id`, a repeat is the same event to the receiver.',
  effect: 'append',
  effectOf: ({ id }) => (id === undefined ? 'append' : 'idempotent'),
  key: ({ id }) => id ?? null,
  input: z
    .object({
      type: z
        .string()
        .regex(/^[a-z0-9_]+(?:\.[a-z0-9_]+)*$/i, 'is words parted by dots, such as order.paid')
        .max(100),
      data: z.json(),
      id: z.string().min(1).max(200).optional().describe('What makes it the same event when it is sent again'),
    })
    .check(({ value: { type, data }, issues }) => {
      // Receivers check what the hub sends by the published schema.
      const { error } = dataSchemaOf(type)?.safeParse(data) ?? {}
      for (const { path, message } of error?.issues.slice(0, mostIssues) ?? [])
        issues.push({ code: 'custom', path: ['data', ...path], message, input: data })
    }),
  output: sent,
  async run({ client }: OpenWebhook, { type, data, id }, call) {
    const body = JSON.stringify({ version: payloadVersion, type, timestamp: new Date().toISOString(), data })
    const event = { type, subject: 'events.send', revision: id ?? call?.callId ?? randomUUID() }
    const result = await client.send({ id: messageId(event), type, body }, call)
    if (result.outcome !== 'delivered') throw errorOf(result)
    return viewSent(result)
  },
})

const sendTest = action({
  title: 'Send a test',
  description: 'An example article under the type "test". Whatever the receiver answers is shown.',
  effect: 'append',
  input: z.object({}),
  output: sent,
  run: async ({ client }: OpenWebhook, _input, call) =>
    viewSent(await client.send(testMessage(exampleProject, new Date()), call)),
})

/** What can be done with an endpoint beside publishing to it. */
export const webhookActions: Readonly<Record<string, Action<OpenWebhook>>> = {
  'events.send': sendEvent,
  test: sendTest,
}

function viewSent({ messageId: id, outcome, reason, status, answer, ms }: Sent): z.infer<typeof sent> {
  return { id, outcome, reason, status, answer: answer?.text ?? null, milliseconds: ms }
}

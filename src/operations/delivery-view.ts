import { z } from 'zod'
import type { DeliverySummary } from '../store/deliveries.ts'
import { moment } from './pages.ts'

export const deliveryState = z.enum(['waiting', 'sending', 'delivered', 'refused', 'exhausted'])

/** A delivery as everybody may see it who sees its connection: answers are redacted and bounded. */
export const deliveryView = z.object({
  id: z.string(),
  connection: z.string(),
  messageId: z.string().describe('The `webhook-id`: the same for all attempts'),
  type: z.string(),
  version: z.number().describe('Of the format of the payload'),
  subject: z.string().nullable().describe('What it is about: deliveries about the same go one after the other'),
  publication: z.string().nullable(),
  state: deliveryState.describe(
    '`refused`: the receiver said no for good. `exhausted`: all attempts are used up. Both wait for `redeliver`',
  ),
  attempts: z.number().describe('Begun since it was last asked for'),
  log: z
    .array(
      z.object({
        at: moment,
        outcome: z.string(),
        code: z.string().nullable(),
        reason: z.string(),
        status: z.number().nullable().describe('Null when no answer came'),
        ms: z.number(),
        answer: z.string().nullable().describe('Its first 1,000 characters'),
        truncated: z.boolean(),
      }),
    )
    .readonly()
    .describe('The newest twenty attempts, oldest first'),
  nextAt: moment.nullable().describe('When it is sent next; null when it has ended'),
  createdBy: z.string().describe('Who or what caused it'),
  createdAt: moment,
  finishedAt: moment.nullable(),
})

export function viewDelivery(delivery: DeliverySummary): z.infer<typeof deliveryView> {
  const { id, messageId, type, version, subject, state, attempts, createdBy, finishedAt } = delivery
  return {
    ...{ id, messageId, type, version, subject, state, attempts, createdBy },
    connection: delivery.connectionId,
    publication: delivery.publicationId,
    log: delivery.log.map((attempt) => ({ ...attempt })),
    nextAt: finishedAt === null ? delivery.nextAt.toISOString() : null,
    createdAt: delivery.createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

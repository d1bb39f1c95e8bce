import { randomUUID } from 'node:crypto'
import type { WebhookMessage } from '../../webhook/deliver.ts'
import { examplePayload } from '../../webhook/example.ts'
import { messageId } from '../../webhook/message-id.ts'

/** What is sent to an endpoint to see what it answers: an example article under the type `test`, each time another event. */
export function testMessage(project: { readonly id: string; readonly name: string }, at: Date): WebhookMessage {
  const payload = examplePayload(project, at)
  const { type } = payload
  return { id: messageId({ type, subject: project.id, revision: randomUUID() }), type, body: JSON.stringify(payload) }
}

/** The project of a test before there is a connection. */
export const exampleProject = { id: 'example', name: 'Example' }

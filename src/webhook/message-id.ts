import { createHash } from 'node:crypto'

/** What makes an event the same event. */
export interface EventIdentity {
  readonly type: string
  /** What it happened to, within one endpoint: a publication's id. Two endpoints must not share it. */
  readonly subject: string
  /** What changed: a content hash or a counter. A random one makes each event another. */
  readonly revision: string
}

/**
 * The `webhook-id` of an event: the same for each attempt and each redelivery, on whichever machine it is computed, also after
 * the database was restored, so that a receiver that keeps the ids it has seen handles each event once.
 */
export function messageId({ type, subject, revision }: EventIdentity): string {
  // As JSON, since joined parts could be split elsewhere and still give the same text.
  const hash = createHash('sha256').update(JSON.stringify([type, subject, revision]))
  return `msg_${hash.digest('base64url').slice(0, 32)}`
}

import { HubError } from '../errors/hub-error.ts'
import { createAudience } from '../http/audience.ts'
import type { HttpSession } from '../http/client.ts'
import { type Answer, readAnswer } from './answer.ts'
import { present, type WebhookEndpoint } from './endpoint.ts'
import { type Judgement, judge } from './outcome.ts'
import { mostPayloadBytes } from './payload.ts'
import { signingNow } from './secret.ts'
import { messageHeaders, signatureHeaders } from './sign.ts'

/** One event on its way to one endpoint. */
export interface WebhookMessage {
  /** From `messageId`: the same for all attempts. */
  readonly id: string
  /** As in the body; for people who read the attempts. */
  readonly type: string
  /** JSON, sent byte for byte: the same for all attempts. */
  readonly body: string
}

/** One attempt and what became of it. Plain JSON, redacted: to be kept as it is. */
export interface Delivery extends Judgement {
  /** HTTP status; `null` when no answer came. */
  readonly status: number | null
  readonly answer: Answer | null
  readonly ms: number
  /** When it was sent, and what `webhook-timestamp` said. Unix ms. */
  readonly at: number
  readonly messageId: string
  /** How many signatures it carried: none, one, or more during a rotation. */
  readonly signatures: number
}

/** A receiver is to answer first and work later. In ms and bytes; the rest of a longer answer is not read. */
const limits = { headersMs: 20_000, bodyMs: 5_000, totalMs: 25_000, bytes: 64 * 1024 }

/**
 * Sends an event once: one request, no redirects, no repeats. What the network or the receiver does is a value. Credential,
 * payload and signature go to the host of the endpoint's address alone. Throws `bad_input` for a payload over 8 MB and
 * `cancelled`.
 * @param now Unix ms, what the attempt is signed with
 * @param notAfter Unix ms: nothing is sent after it
 */
export async function deliver(
  session: HttpSession,
  endpoint: WebhookEndpoint,
  { id, type, body }: WebhookMessage,
  { now = Date.now(), notAfter }: { readonly now?: number; readonly notAfter?: number } = {},
): Promise<Delivery> {
  if (Buffer.byteLength(body) > mostPayloadBytes)
    throw new HubError('bad_input', `The payload is larger than ${mostPayloadBytes} bytes`, {
      fix: 'Move images out of the text of the article, and publish it again.',
    })
  const at = new Date(now)
  const { url, headers, authorization, secrets } = present(endpoint)
  for (const secret of [...secrets, ...signingSecrets(endpoint)]) session.redactor.add(secret)
  const signed =
    endpoint.signing === null ? messageHeaders(id, at) : signatureHeaders(endpoint.signing, { id, body }, at)
  const { response, failure, ms } = await session.withAudience(createAudience(url)).exchange({
    method: endpoint.method,
    url,
    purpose: `deliver ${type}`,
    headers: { 'content-type': 'application/json', accept: '*/*', ...headers, ...signed },
    body,
    ...(authorization === undefined ? {} : { authorization }),
    confidential: true,
    redirect: 'manual',
    onTooLarge: 'truncate',
    // Whoever keeps the queue waits as the receiver asked; another endpoint on the same host is none of its business.
    despitePause: true,
    limits,
    ...(notAfter === undefined ? {} : { notAfter }),
  })
  return {
    ...judge({ response, failure }),
    status: response?.status ?? null,
    answer: response === null ? null : readAnswer(session.redactor, response),
    ms,
    at: now,
    messageId: id,
    signatures: endpoint.signing === null ? 0 : signingNow(endpoint.signing, now).length,
  }
}

/** With and without their prefix, which a receiver may strip before it echoes them. */
function signingSecrets({ signing }: WebhookEndpoint): string[] {
  const kept = signing === null ? [] : [signing.current, ...signing.previous.map(({ secret }) => secret)]
  return kept.flatMap((secret) => [secret, secret.replace(/^whsec_/, '')])
}

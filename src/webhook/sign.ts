import { Webhook } from 'standardwebhooks'
import { type SigningSecrets, signingNow } from './secret.ts'

/**
 * The three headers of Standard Webhooks for one attempt. `webhook-timestamp` is the time of the attempt, since receivers
 * refuse what is older than five minutes. During a rotation there are several signatures, parted by spaces; receivers accept a
 * delivery when one of them is good.
 * @param body exactly what is sent
 */
export function signatureHeaders(
  secrets: SigningSecrets,
  message: { readonly id: string; readonly body: string },
  at: Date,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const signatures = signingNow(secrets, at.getTime()).map((secret) =>
    new Webhook(secret).sign(message.id, at, message.body),
  )
  return { ...messageHeaders(message.id, at), 'webhook-signature': signatures.join(' ') }
}

/** Without a secret, the receiver still gets what it needs to recognise repeats. */
export function messageHeaders(id: string, at: Date): Record<'webhook-id' | 'webhook-timestamp', string> {
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)) }
}

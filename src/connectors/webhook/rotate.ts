import type { WebhookEndpoint } from '../../webhook/endpoint.ts'
import { createSigningSecrets, rotateSecret, type SigningSecrets } from '../../webhook/secret.ts'

/**
 * An endpoint with a new signing secret. For a day the former one signs as well, and with it those of the day before; where none signed, the new one does at once.
 * @param now Unix ms
 */
export function rotateSigning(
  endpoint: WebhookEndpoint,
  now: number,
): { readonly endpoint: WebhookEndpoint; readonly signing: SigningSecrets } {
  const signing = endpoint.signing === null ? createSigningSecrets() : rotateSecret(endpoint.signing, now)
  return { endpoint: { ...endpoint, signing }, signing }
}

import type { Attempt } from '../../http/exchange.ts'
import { type Delivery, deliver, type WebhookMessage } from '../../webhook/deliver.ts'
import type { WebhookEndpoint } from '../../webhook/endpoint.ts'
import type { Call } from '../action.ts'
import type { CallContext } from '../connector.ts'

/** A delivery with the requests that it took: one, or none where it was not let out. */
export interface Sent extends Delivery {
  readonly attempts: readonly Attempt[]
}

/** A connected endpoint. */
export interface WebhookClient {
  /**
   * Sends once; never repeats. What the receiver does is a value. Throws `bad_input` for a body over 8 MB, `cancelled`, and
   * what opening the credential throws.
   */
  send(message: WebhookMessage, call?: Call): Promise<Sent>
}

/** @param access is asked before each delivery, so that a rotated secret signs from the next one on */
export function createWebhookClient(context: CallContext, access: () => Promise<WebhookEndpoint>): WebhookClient {
  return {
    async send(message, { signal, ...bounds } = {}) {
      const signals = [context.signal, signal].filter((one) => one !== undefined)
      const session = context.http.session({
        ...(signals.length === 0 ? {} : { signal: AbortSignal.any(signals) }),
        ...(context.onAttempt === undefined ? {} : { onAttempt: context.onAttempt }),
      })
      const delivery = await deliver(session, await access(), message, bounds)
      return { ...delivery, attempts: session.attempts }
    },
  }
}

import { Agent, fetch } from 'undici'
import { HubError } from '../errors/hub-error.ts'

/** Where our own hub is: the socket of the one on this machine, or an address that the user configured. */
export type OwnHub =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'remote'; readonly authorization: string }

export interface OwnHubWay {
  /** As the standard `fetch`, for a client library of ours. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/** The way to our own hub. Not guarded as sites are: no page led here, the user's own settings did. */
export function createOwnHubWay(hub: OwnHub): OwnHubWay {
  const dispatcher = new Agent({
    connect: { timeout: 10_000, rejectUnauthorized: true, ...(hub.kind === 'socket' ? { socketPath: hub.path } : {}) },
    // An operation may take minutes, and a stream of events is silent while nothing happens.
    headersTimeout: 10 * 60_000,
    bodyTimeout: 0,
  })
  return {
    async fetch(request) {
      const headers = Object.fromEntries(request.headers)
      if (hub.kind === 'remote') headers.authorization = hub.authorization
      const response = await fetch(request.url, {
        method: request.method,
        headers,
        body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
        signal: request.signal,
        dispatcher,
        // Our credential is for the address that the user gave.
        redirect: 'error',
      }).catch((cause: unknown) => {
        if (request.signal.aborted) throw new HubError('cancelled', 'Cancelled', { cause })
        throw new HubError(
          'hub_unreachable',
          `The hub at ${hub.kind === 'socket' ? hub.path : new URL(request.url).origin} does not answer`,
          { cause },
        )
      })
      // The same standard, made by the package instead of the runtime.
      return response as unknown as Response
    },
    close: () => dispatcher.destroy(),
  }
}

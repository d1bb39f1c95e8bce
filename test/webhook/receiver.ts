import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { createSecret } from '../../src/webhook/secret.ts'
import { serve } from '../http/servers.ts'

/** A delivery that came, and was verified with the reference library. */
export interface Received {
  readonly id: string
  readonly body: string
  readonly event: {
    readonly type: string
    readonly timestamp: string
    readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
}

type Answer = (response: ServerResponse, received: Received, request: IncomingMessage) => void

/** An endpoint on a free port, as the documentation says to write one; closed when the test ends. */
export interface Receiver {
  readonly url: string
  readonly secret: string
  /** All that came after the test of connecting. */
  readonly received: readonly Received[]
  /** How it answers from now on; 204 at first. */
  answer(how: Answer | number): void
}

export async function startReceiver(secret: string = createSecret()): Promise<Receiver> {
  const received: Received[] = []
  let isConnected = false
  let answer: Answer = (response) => response.writeHead(204).end()
  const server = await serve(async (request, response) => {
    const body = (await buffer(request)).toString()
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const event = verify(secret, body, headers)
    if (event === null) return response.writeHead(401).end()
    const one = { id: headers['webhook-id'] ?? '', body, event }
    // The test that connecting sends.
    if (!isConnected && event.type === 'test') {
      isConnected = true
      return response.writeHead(204).end()
    }
    received.push(one)
    answer(response, one, request)
  })
  return {
    url: server.url('/hook').href,
    secret,
    received,
    answer(how) {
      answer = typeof how === 'function' ? how : (response) => response.writeHead(how).end(`said ${how}`)
    },
  }
}

function verify(secret: string, body: string, headers: Record<string, string>): Received['event'] | null {
  try {
    return new Webhook(secret).verify(body, headers) as Received['event']
  } catch {
    // What is not good did not come: tests count what did.
    return null
  }
}

import type { IncomingMessage } from 'node:http'
import { HubError } from '../errors/hub-error.ts'

/** The most that a request may carry, in bytes. */
const largestBody = 1024 * 1024
/** Articles with their images, and actions with files as base64, from callers that are known. */
const largestImport = 64 * 1024 * 1024

/** By path of the API, and by name of the operation. */
const runsAction = /\/connections\/[^/]+\/actions\/[^/]+$|\/rpc\/actions\/run$/
const carriesFiles = new RegExp(`/articles(?:/|$)|${runsAction.source}`)

/** Whether a form that comes here may hold files of any size. */
export function takesForms(path: string): boolean {
  return runsAction.test(path)
}

/** How much a request to the API may carry: strangers get no more than a form. */
export function bodyLimit(path: string, isStranger: boolean): number {
  return !isStranger && carriesFiles.test(path) ? largestImport : largestBody
}

/**
 * The request with a body that is known to be small. One whose length was not given beforehand is read first. Throws
 * `request_too_large`. Hono's own middleware makes a new request of the old one, which the server's light ones refuse.
 */
export async function limitBody(request: Request, most: number = largestBody): Promise<Request> {
  const { url, method, headers, signal, body } = request
  if (method === 'GET' || method === 'HEAD' || body === null) return request
  if (headers.has('content-length') && !headers.has('transfer-encoding')) {
    if (Number(headers.get('content-length')) > most) throw tooLarge(most)
    return request
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > most) throw tooLarge(most)
    chunks.push(chunk)
  }
  return new Request(url, { method, headers, signal, body: size === 0 ? null : Buffer.concat(chunks) })
}

function tooLarge(most: number): HubError {
  return new HubError('request_too_large', `A request may carry ${most} bytes at most`)
}

/** For all but files: a request has arrived whole by then, in ms. */
const usualArrival = 60_000
/** 256 MB over 2 Mbit a second. */
const longestArrival = 18 * 60_000

/** Ends the connection of a request that takes too long to arrive: Node's own limit is one for all, and files need more. */
export function limitArrival(incoming: IncomingMessage, isFile = false): void {
  const { method } = incoming
  if (method === 'GET' || method === 'HEAD') return
  const end = (): void => void (incoming.complete || incoming.destroy())
  const timer = setTimeout(end, isFile ? longestArrival : usualArrival).unref()
  incoming.once('close', () => clearTimeout(timer))
}

import { HubError } from '../errors/hub-error.ts'

/** The most that a request may carry. */
const largestBody = 1024 * 1024

/**
 * The request with a body that is known to be small. One whose length was not given beforehand is read first. Throws
 * `request_too_large`. Hono's own middleware makes a new request of the old one, which the server's light ones refuse.
 */
export async function limitBody(request: Request): Promise<Request> {
  const { url, method, headers, signal, body } = request
  if (method === 'GET' || method === 'HEAD' || body === null) return request
  if (headers.has('content-length') && !headers.has('transfer-encoding')) {
    if (Number(headers.get('content-length')) > largestBody) throw tooLarge()
    return request
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > largestBody) throw tooLarge()
    chunks.push(chunk)
  }
  return new Request(url, { method, headers, signal, body: size === 0 ? null : Buffer.concat(chunks) })
}

function tooLarge(): HubError {
  return new HubError('request_too_large', `A request may carry ${largestBody} bytes at most`)
}

import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as a fake site sees it. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Of the site, without a slash at the end. */
  readonly origin: string
}

/** What it answers; `cut` breaks the connection, `hang` never answers. */
export type FakeAnswer =
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string | Uint8Array
      readonly delayMs?: number
    }
  | 'cut'
  | 'hang'

export interface FakeSite {
  readonly origin: string
  readonly port: number
  readonly requests: FakeRequest[]
}

/** PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

/** A real HTTP or HTTPS server on a free port of 127.0.0.1, closed when the test ends. */
export async function serve(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
  options: { readonly host?: string; readonly tls?: Identity } = {},
): Promise<FakeSite> {
  const requests: FakeRequest[] = []
  const timers = new Set<NodeJS.Timeout>()
  const { host = '127.0.0.1', tls } = options
  let origin = ''
  const listener: RequestListener = (incoming, outgoing) => {
    const chunks: Uint8Array[] = []
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    incoming.on('error', () => undefined)
    incoming.on('end', async () => {
      const url = new URL(incoming.url ?? '/', origin)
      const request: FakeRequest = {
        method: incoming.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        origin,
      }
      requests.push(request)
      const said = await answer(request)
      if (said === 'hang') return
      if (said === 'cut') {
        incoming.socket.destroy()
        return
      }
      const end = (): void => {
        outgoing.writeHead(said.status ?? 200, said.headers)
        outgoing.end(said.body ?? '')
      }
      if (said.delayMs === undefined) end()
      else timers.add(setTimeout(end, said.delayMs))
    })
  }
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  origin = `${tls === undefined ? 'http' : 'https'}://${host}:${port}`
  onTestFinished(
    () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer)
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  )
  return { origin, port, requests }
}

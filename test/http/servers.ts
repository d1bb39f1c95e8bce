import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import {
  type AddressInfo,
  createServer as createRawServer,
  type LookupFunction,
  type Server,
  type Socket,
} from 'node:net'
import { onTestFinished } from 'vitest'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createHttp, type Http, type HttpOptions } from '../../src/http/client.ts'

/** A server on a free port of 127.0.0.1, closed when the test ends. */
export interface TestServer {
  readonly port: number
  /** `http://127.0.0.1:port` and the path; another host where given. */
  url(path?: string, host?: string): URL
  readonly requests: IncomingMessage[]
  /** Connections open now. */
  open(): number
  /** Connections ever. */
  connections(): number
}

export function serve(listener: RequestListener): Promise<TestServer> {
  const requests: IncomingMessage[] = []
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    requests.push(request)
    return listener(request, response)
  })
  return start(server, 'http', requests)
}

export function serveTls(options: ServerOptions, listener: RequestListener): Promise<TestServer> {
  const requests: IncomingMessage[] = []
  const server = createSecureServer(options, (request, response) => {
    requests.push(request)
    return listener(request, response)
  })
  server.on('tlsClientError', () => undefined)
  return start(server, 'https', requests)
}

/** A server that says what it likes, byte by byte. `talk` is called once the request's head has come, `greet` before. */
export function serveRaw(
  talk: (socket: Socket, head: string) => void,
  greet: (socket: Socket) => void = () => undefined,
): Promise<TestServer> {
  const server = createRawServer((socket) => {
    greet(socket)
    let head = ''
    socket.on('data', (data) => {
      head += data.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      const complete = head
      head = ''
      talk(socket, complete)
    })
  })
  return start(server, 'http', [])
}

async function start(server: Server, scheme: string, requests: IncomingMessage[]): Promise<TestServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    port,
    url: (path = '/', host = '127.0.0.1') => new URL(`${scheme}://${host}:${port}${path}`),
    requests,
    open: () => sockets.size,
    connections: () => connections,
  }
}

/** A resolver that knows these names and no others. */
export function resolver(names: Readonly<Record<string, readonly string[]>>): LookupFunction {
  return (hostname, _options, callback) => {
    const addresses = names[hostname]
    if (addresses === undefined) callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), [])
    else
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
  }
}

/** The client under test, closed when the test ends. Without a guard, 127.0.0.1 was typed, and names below `.test` live there. */
export function client(options: HttpOptions = {}): Http {
  const http = createHttp({
    guard: createAddressGuard({
      allowPrivate: ['127.0.0.1'],
      lookup: (hostname, lookupOptions, callback) =>
        resolver(hostname.endsWith('.test') ? { [hostname]: ['127.0.0.1'] } : {})(hostname, lookupOptions, callback),
    }),
    ...options,
  })
  onTestFinished(() => http.close())
  return http
}

/** Waits until something holds, at most 5 s. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > end) throw new Error(`still not: ${holds.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

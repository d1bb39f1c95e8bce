import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HubError } from '../errors/hub-error.ts'

export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

export interface Listening {
  /** Zero on a socket. */
  readonly port: number
  /** Takes no more requests, waits for those that run, at most so long, then ends them. */
  close(milliseconds: number): Promise<void>
}

/** A client has this long for its headers, and for the whole of a file (`limitArrival` is stricter); an idle connection stays a minute. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 20 * 60_000,
  keepAliveTimeout: 60_000,
  maxHeaderSize: 16 * 1024,
  connectionsCheckingInterval: 5_000,
}

/** Throws `port_unavailable` that says why. */
export async function listenOn(listener: Listener, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer(limits, listener)
  server.maxConnections = 10_000
  try {
    await once(server, () => server.listen({ host, port }))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    const reason =
      code === 'EADDRINUSE' ? 'another program listens there' : cause instanceof Error ? cause.message : String(cause)
    throw new HubError('port_unavailable', `Cannot listen on ${host}:${port}: ${reason}`, { cause })
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async (milliseconds) => await end(server, milliseconds),
  }
}

/**
 * Listens on a unix socket that nobody else may open. Only for the owner of the data folder: what stands at the path was
 * left by one that was killed, and is replaced.
 */
export async function listenOnSocket(listener: Listener, path: string): Promise<Listening> {
  const server = createServer(limits, listener)
  const file = process.platform !== 'win32'
  if (file) rmSync(path, { force: true })
  // The file is made in this very call: never for a moment may others open it.
  const before = file ? process.umask(0o177) : 0
  try {
    const listening = once(server, () => server.listen(path))
    if (file) process.umask(before)
    await listening
  } finally {
    if (file) process.umask(before)
  }
  if (file) chmodSync(path, 0o600)
  return {
    port: 0,
    async close(milliseconds) {
      await end(server, milliseconds)
      if (file) rmSync(path, { force: true })
    },
  }
}

async function once(server: Server, begin: () => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', resolve)
    begin()
  })
}

async function end(server: Server, milliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  // A connection that was busy a moment ago is idle now and would be kept for its next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const timer = setTimeout(() => server.closeAllConnections(), milliseconds)
  await closed
  clearInterval(sweep)
  clearTimeout(timer)
}

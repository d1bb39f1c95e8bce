import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { drawFault, type Fault, type FaultRates, readFaults, writeFaults } from './faults.ts'
import { createLaggingReads } from './lagging-reads.ts'
import { createRandom } from './random.ts'

export interface FaultProxyOptions {
  /** The real site, `http://127.0.0.1:8080`. */
  readonly target: string
  readonly seed: number
  readonly rates: FaultRates
  /** How long a stalled request or answer waits, in ms: longer than the deadline of who sends. */
  readonly stallMs: number
  /** How far stale reads lag behind, in ms. */
  readonly lagMs: number
  /** A header that it takes away from every answer. */
  readonly strips?: string
}

/** A request on its way through. */
interface PassingRequest {
  readonly method: string
  readonly path: string
  readonly userAgent: string
  readonly fault: Fault | null
}

/** A real HTTP server in front of a real site that does to requests what networks, hosts and caches do to them. */
export interface FaultProxy {
  readonly url: string
  /** Everything that passed, in the order of arrival. */
  readonly seen: readonly PassingRequest[]
  /** Called when the site has been sent a write and has not answered yet. */
  onWrite: ((request: PassingRequest) => void) | null
  /** Writes with these words in them are answered with 403 and a page, as by a firewall; the site never sees them. */
  refusedWords: string | null
  /** From now on, other rates. */
  setRates(rates: FaultRates): void
  close(): Promise<void>
}

interface SiteAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const target = new URL(options.target)
  const random = createRandom(options.seed)
  const reads = createLaggingReads(options.lagMs)
  const seen: PassingRequest[] = []
  const closing = new AbortController()
  let { rates } = options

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy())
  })

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const isWrite = incoming.method !== 'GET' && incoming.method !== 'HEAD'
    const drawn = random()
    const fault = isWrite ? drawFault(writeFaults, rates, drawn) : drawFault(readFaults, rates, drawn)
    const passing: PassingRequest = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      userAgent: incoming.headers['user-agent'] ?? '',
      fault,
    }
    seen.push(passing)
    const body = await readAll(incoming)
    if (isWrite && proxy.refusedWords !== null && body.includes(proxy.refusedWords))
      return void answerPlainly(outgoing, 403)
    if (fault === 'errorBefore') return void answerPlainly(outgoing, 502)
    if (fault === 'readLost') return void (random() < 0.5 ? outgoing.destroy() : answerPlainly(outgoing, 503))
    if (fault === 'stallBefore') await sleep(options.stallMs, undefined, { signal: closing.signal })
    const answered = forward(target, incoming, body)
    if (isWrite) proxy.onWrite?.(passing)
    const answer = await answered
    if (options.strips !== undefined) delete answer.headers[options.strips]
    if (isWrite) reads.learn(answer.body.toString('utf8'))
    if (fault === 'cut') return void outgoing.destroy()
    if (fault === 'errorAfter') return void answerPlainly(outgoing, 500)
    if (fault === 'stallAfter') await sleep(options.stallMs, undefined, { signal: closing.signal })
    const aged = fault === 'stale' ? reads.age(answer.body.toString('utf8')) : null
    send(outgoing, aged === null ? answer : { ...answer, body: Buffer.from(aged) })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    onWrite: null,
    refusedWords: null,
    setRates(next) {
      rates = next
    },
    async close() {
      closing.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

/** The request as it came, to the site under its own name. */
function forward(target: URL, incoming: IncomingMessage, body: Buffer): Promise<SiteAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { ...incoming.headers, host: target.host, 'accept-encoding': 'identity', connection: 'close' }
    const outgoing = request(
      { host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers, agent: false },
      (answer) => {
        readAll(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
          reject,
        )
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

function send(outgoing: ServerResponse, { status, headers, body }: SiteAnswer): void {
  if (outgoing.destroyed) return
  const { 'transfer-encoding': _chunked, connection: _connection, ...kept } = headers
  outgoing.writeHead(status, { ...kept, 'content-length': body.length })
  outgoing.end(body)
}

function answerPlainly(outgoing: ServerResponse, status: number): void {
  if (outgoing.destroyed) return
  outgoing.writeHead(status, { 'content-type': 'text/html' })
  outgoing.end(`<html><body><h1>${status}</h1></body></html>`)
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

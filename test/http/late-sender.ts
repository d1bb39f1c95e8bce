/**
 * POSTs to an address and stops itself (SIGSTOP) at a moment of the way, for tests of what is sent after a deadline that
 * passed meanwhile: `connected`, when the connection stands and nothing is written; `queued`, when the connection that the
 * request waits for becomes free; `half-written`, in the middle of a long body. Prints what became of it.
 */
import { subscribe } from 'node:diagnostics_channel'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createHttp } from '../../src/http/client.ts'

const moments: Record<string, { readonly channel: string; readonly first: string | null; readonly bytes: number }> = {
  connected: { channel: 'undici:client:connected', first: null, bytes: 10 },
  queued: { channel: 'undici:request:trailers', first: '/first', bytes: 10 },
  'half-written': { channel: 'undici:request:bodyChunkSent', first: null, bytes: 1_000_000 },
}

const [address = '', name = '', ms = ''] = process.argv.slice(2)
const moment = moments[name]
if (moment === undefined) throw new Error(`no moment ${name}`)
const { channel, first, bytes } = moment
const url = new URL(address)
const http = createHttp({ guard: createAddressGuard({ typed: [url.hostname] }), perOrigin: 1 })
const session = http.session()
let stopped = false
subscribe(channel, () => {
  if (stopped) return
  stopped = true
  process.kill(process.pid, 'SIGSTOP')
})
const before = first === null ? null : session.exchange({ url: new URL(first, url), purpose: 'test' })
const { response, failure } = await session.exchange({
  method: 'POST',
  url,
  purpose: 'test',
  body: Buffer.alloc(bytes, 'x'),
  notAfter: Date.now() + Number(ms),
})
await before
console.log(
  JSON.stringify({ status: response?.status ?? null, code: failure?.code ?? null, sent: failure?.sent ?? null }),
)
await http.close()

import { isIP } from 'node:net'
import { HubError } from '../errors/hub-error.ts'
import { type Caller, isLoopbackName } from './caller.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Throws `cross_site` for a write that a page of another site could have made a browser send. Whoever shows an API key is
 * no browser that was tricked (a name and password for a proxy in front of us are sent by browsers themselves); everybody
 * else has to come from our own pages, with or without a cookie, since a form could also log somebody in as somebody else.
 */
export function refuseCrossSite(request: Request, { channel, origin }: Caller, publicOrigin: string | null): void {
  if (channel === 'socket' || reading.has(request.method)) return
  if (/^Bearer /i.test(request.headers.get('authorization') ?? '')) return
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return
  const from = request.headers.get('origin')
  if (site === null && from !== null && from !== 'null' && (from === origin || from === publicOrigin)) return
  // Browsers say where a write comes from; what says nothing and has no cookie is a program without rights.
  if (site === null && from === null && !request.headers.has('cookie')) return
  throw new HubError('cross_site', `Refused: ${request.method} ${new URL(request.url).pathname} from another site`)
}

/**
 * Throws `host_unknown` for a name that is not ours: a page of a stranger may let its own name point to this machine and
 * read what the hub answers here. Names are checked where we listen on this machine alone, or know our public address.
 */
export function refuseUnknownHost({ channel, origin }: Caller, listening: string, publicUrl: string | null): void {
  if (channel === 'socket') return
  const hostname = origin === null ? '' : new URL(origin).hostname
  if (isLoopbackName(hostname)) return
  if (publicUrl !== null && hostname === new URL(publicUrl).hostname) return
  if (!isLoopbackName(listening)) {
    if (publicUrl === null && origin !== null) return
    if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return
  }
  throw new HubError('host_unknown', 'This hub is not known under the address that was asked for')
}

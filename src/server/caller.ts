import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { Settings } from '../config/settings-table.ts'

/** Where a request comes from and which address it was sent to, proxies that we trust seen through. */
export interface Caller {
  /** `socket`: the data folder's owner. */
  readonly channel: 'http' | 'socket'
  /** The address of the client; null on the socket. */
  readonly address: string | null
  /** Scheme and host as the browser knows them, such as `https://press.example.com`; null for a Host that is no host. */
  readonly origin: string | null
  /** From this machine and through nobody. */
  readonly loopback: boolean
}

export type ReadCaller = (incoming: IncomingMessage, channel: Caller['channel']) => Caller

/** Believes `X-Forwarded-For`, `-Proto` and `-Host` from `PRESSROOM_TRUSTED_PROXIES` alone. */
export function createCallerReader({ trustedProxies }: Pick<Settings, 'trustedProxies'>): ReadCaller {
  const trusted = toBlockList(trustedProxies)
  return (incoming, channel) => {
    if (channel === 'socket') return { channel, address: null, origin: null, loopback: true }
    const { headers } = incoming
    const peer = plainAddress(incoming.socket.remoteAddress ?? '')
    const proxied = isIn(trusted, peer)
    const address = proxied ? lastUntrusted(headers['x-forwarded-for'], peer, trusted) : peer
    const scheme = proxied && lastOf(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http'
    const host = (proxied ? lastOf(headers['x-forwarded-host']) : undefined) ?? headers.host ?? ''
    const origin = /^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host)
      ? (URL.parse(`${scheme}://${host}`)?.origin ?? null)
      : null
    const forwarded = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'].some((name) => headers[name] !== undefined)
    const loopback = isIn(loopbacks, peer) && !forwarded && origin !== null && isLoopbackName(new URL(origin).hostname)
    return { channel, address, origin, loopback }
  }
}

const loopbacks = toBlockList(['127.0.0.0/8', '::1'])

export function isLoopbackName(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || isIn(loopbacks, name)
}

/** The nearest address that is not one of our proxies: what stands left of it was written by the client. */
function lastUntrusted(header: string | string[] | undefined, peer: string, trusted: BlockList): string {
  const hops = String(header ?? '')
    .split(',')
    .map((hop) => plainAddress(hop.trim()))
    .filter((hop) => hop !== '')
  let address = peer
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) return address
    address = hop
    if (!isIn(trusted, hop)) return address
  }
  return address
}

function lastOf(header: string | string[] | undefined): string | undefined {
  const value = String(header ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  return value === '' ? undefined : value
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

import { isIP } from 'node:net'

/**
 * One spelling for a host: lower case, no brackets, no IPv6 zone, no trailing dot, and addresses as the URL standard writes
 * them (`0x7f.1` is `127.0.0.1`, `::FFFF:127.0.0.1` is `::ffff:7f00:1`). What is no host at all is only put in lower case.
 */
export function canonicalHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '')
  const address = bare.replace(/%.*$/, '')
  const parsed = URL.parse(`http://${isIP(address) === 6 ? `[${address}]` : bare}/`)
  if (parsed === null || parsed.pathname !== '/' || parsed.username !== '') return bare.toLowerCase()
  return parsed.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

/** The eight 16-bit groups of an IPv6 address. */
export function ipv6Groups(address: string): number[] {
  const [left = [], right] = canonicalHost(address)
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':')))
  const zeros = right === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...(right ?? [])].map((group) => Number.parseInt(group, 16))
}

import { BlockList, isIP } from 'node:net'
import { canonicalHost, ipv6Groups } from './host.ts'

/** A set of addresses, given as addresses and CIDR networks of both families. */
export interface Networks {
  includes(address: string): boolean
}

/** Throws a plain Error for an entry that is neither an address nor a network. */
export function createNetworks(entries: readonly string[]): Networks {
  // One list a family: a BlockList with both holds every IPv4 address to be inside ::/3 as well, in its mapped form.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const entry of entries) {
    const network = parseNetwork(entry)
    if (network === null) throw new Error(`${entry} is not an address or network`)
    lists[network.family].addSubnet(network.address, network.bits, network.family)
  }
  return {
    includes(address) {
      const host = canonicalHost(address)
      const family = isIP(host) === 6 ? 'ipv6' : 'ipv4'
      return lists[family].check(host, family)
    },
  }
}

interface Network {
  readonly address: string
  readonly family: 'ipv4' | 'ipv6'
  readonly bits: number
}

/** Strict, since `10.0.0.0/` read as `/0` would open everything; `null` when it is no address or network. */
export function parseNetwork(entry: string): Network | null {
  const match = /^\[?([\da-fA-F.:]+)\]?(?:\/(\d{1,3}))?$/.exec(entry)
  const address = match?.[1] ?? ''
  const family = isIP(address)
  const most = family === 4 ? 32 : 128
  const bits = match?.[2] === undefined ? most : Number(match[2])
  if (family === 0 || bits > most) return null
  return { address, family: family === 4 ? 'ipv4' : 'ipv6', bits }
}

/**
 * Everything that is not the public internet: RFC 6890 and its successors, cloud metadata included (169.254.169.254,
 * fd00:ec2::254). Of IPv6 only 2000::/3 is public, less the tunnels (Teredo, 6to4), which can end anywhere.
 */
const reserved = createNetworks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])

/** Whether an address lies outside the public internet. What is no address does too: nothing is known about it. */
export function isPrivateAddress(address: string): boolean {
  const host = canonicalHost(address)
  return isIP(host) === 0 || reserved.includes(embeddedIpv4(host) ?? host)
}

const mapped = '0:0:0:0:0:ffff'
const translated = '0:0:0:0:ffff:0'
const nat64 = '64:ff9b:0:0:0:0'

/**
 * The IPv4 address where a connection to a mapped, translated or NAT64 address ends; `undefined` for all others. Prefixes
 * that a network chose for its own NAT64 cannot be known here.
 */
export function embeddedIpv4(address: string): string | undefined {
  if (isIP(canonicalHost(address)) !== 6) return undefined
  const groups = ipv6Groups(address)
  const prefix = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':')
  if (prefix !== mapped && prefix !== translated && prefix !== nat64) return undefined
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.')
}

import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { HubError } from '../errors/hub-error.ts'

/** Ranges that are never reached unless allowed: RFC 6890 and its successors, cloud metadata included (169.254.169.254, fd00:ec2::254). */
const privateRanges = createBlockList([
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
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])

export interface AddressGuardOptions {
  /** Hosts, addresses or CIDR networks that may be reached though they are private. */
  readonly allowPrivate?: readonly string[]
  /** Hosts that a person typed on their own command line: private ones may be reached, unless they first resolved to a public address (rebinding). */
  readonly typed?: readonly string[]
  /** Replaces the system resolver. */
  readonly lookup?: LookupFunction
}

/** Decides at connect time, for literals and for each resolved address, whether a connection may be made. */
export interface AddressGuard {
  /** Throws `address_refused` when the host is a literal address that may not be reached. To be asked before each connect: undici asks `lookup` for names alone. */
  checkLiteral(hostname: string): void
  /** Resolves a name to the addresses that may be reached; an error `address_refused` when there are none. */
  readonly lookup: LookupFunction
}

export function createAddressGuard(options: AddressGuardOptions = {}): AddressGuard {
  const allowedHosts = new Set(
    (options.allowPrivate ?? []).filter((entry) => !isAddressOrNetwork(entry)).map(plainHost),
  )
  const allowedRanges = createBlockList((options.allowPrivate ?? []).filter(isAddressOrNetwork))
  const typedHosts = new Set((options.typed ?? []).map(plainHost))
  const firstSeenPublic = new Set<string>()
  const lookup = options.lookup ?? systemLookup

  function mayReach(host: string, address: string): boolean {
    if (!isPrivateAddress(address) || allowedHosts.has(host) || contains(allowedRanges, address)) return true
    return typedHosts.has(host) && !firstSeenPublic.has(host)
  }

  return {
    checkLiteral(hostname) {
      const host = plainHost(hostname)
      if (isIP(host) !== 0 && !mayReach(host, host)) throw refused(host, [host])
    },
    lookup(hostname, lookupOptions, callback) {
      const host = plainHost(hostname)
      lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
        if (error) return callback(error, [])
        const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
        const reachable = addresses.filter(({ address }) => mayReach(host, address))
        if (reachable.length > 0 && reachable.every(({ address }) => !isPrivateAddress(address)))
          firstSeenPublic.add(host)
        const [first] = reachable
        if (first === undefined)
          return callback(
            refused(
              host,
              addresses.map(({ address }) => address),
            ),
            [],
          )
        if (lookupOptions.all) callback(null, reachable)
        else callback(null, first.address, first.family)
      })
    },
  }
}

/** Whether an address literal (4 or 6, IPv4-mapped and NAT64 forms included) lies in a private, reserved or metadata range. */
export function isPrivateAddress(address: string): boolean {
  return contains(privateRanges, address)
}

function contains(list: BlockList, address: string): boolean {
  const plain = plainHost(address)
  const embedded = embeddedIpv4(plain)
  if (embedded !== undefined) return list.check(embedded, 'ipv4')
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** The IPv4 address inside `::ffff:a.b.c.d` (mapped) and `64:ff9b::a.b.c.d` (NAT64), which is where such a connection ends. */
function embeddedIpv4(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined
  // The URL parser is the canonical speller: lower case, compressed, no dotted tail.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const match = /^(?:::ffff:(?:0:)?|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(canonical)
  if (match === null) return undefined
  const high = Number.parseInt(match[1] ?? '0', 16)
  const low = Number.parseInt(match[2] ?? '0', 16)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** A host without brackets, zone, trailing dot and case. */
function plainHost(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

function isAddressOrNetwork(entry: string): boolean {
  return isIP(plainHost(entry.split('/')[0] ?? '')) !== 0
}

function createBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const host = plainHost(address)
    const family = isIP(host) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(host, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family)
  }
  return list
}

function refused(host: string, addresses: readonly string[]): HubError {
  const shown = addresses.length === 0 || addresses[0] === host ? host : `${host} (${addresses.slice(0, 4).join(', ')})`
  return new HubError('address_refused', `${shown} is a private or reserved address`)
}

import { HubError } from '../errors/hub-error.ts'
import { canonicalHost } from './host.ts'
import { createNetworks, embeddedIpv4, parseNetwork } from './networks.ts'

/** The exceptions that an operator made to the guard. */
export interface AllowPrivate {
  /** Whether `host` may be reached at this private address. */
  allows(host: string, address: string): boolean
}

const hostName = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/i

/**
 * @param entries hosts (`wp.internal`), all hosts below a name (`*.test`), addresses, CIDR networks of both families.
 *   Throws `bad_setting` for anything else: a mistyped network must not silently become a host that never matches.
 */
export function createAllowPrivate(entries: readonly string[]): AllowPrivate {
  const hosts = new Set<string>()
  const suffixes: string[] = []
  const networks: string[] = []
  for (const entry of entries.map((item) => item.trim())) {
    if (parseNetwork(entry) !== null) networks.push(entry)
    else if (entry.startsWith('*.') && isHostName(entry.slice(2))) suffixes.push(canonicalHost(entry.slice(1)))
    else if (isHostName(entry)) hosts.add(canonicalHost(entry))
    else throw notAllowable(entry)
  }
  const allowed = createNetworks(networks)
  return {
    allows(host, address) {
      if (hosts.has(host) || suffixes.some((suffix) => host.endsWith(suffix))) return true
      const embedded = embeddedIpv4(address)
      return allowed.includes(address) || (embedded !== undefined && allowed.includes(embedded))
    },
  }
}

/** A name whose last label is a number would be read as an IPv4 address, so it is a mistyped one. */
function isHostName(entry: string): boolean {
  return hostName.test(entry) && !/(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i.test(entry)
}

function notAllowable(entry: string): HubError {
  return new HubError('bad_setting', `${JSON.stringify(entry.slice(0, 100))} is not a host, an address or a network`, {
    fix: 'Write private hosts as wp.internal or *.test, addresses as 192.168.1.4, networks as 10.0.0.0/8 or fd00::/8.',
  })
}

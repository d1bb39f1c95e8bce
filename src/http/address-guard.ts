import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { HubError } from '../errors/hub-error.ts'
import { createAllowPrivate } from './allow-private.ts'
import { canonicalHost } from './host.ts'
import { isPrivateAddress } from './networks.ts'

export interface AddressGuardOptions {
  /** Hosts, `*.suffixes`, addresses or CIDR networks that may be reached though they are private. */
  readonly allowPrivate?: readonly string[]
  /**
   * Hosts that a person typed on their own command line: private ones may be reached. A host that has ever resolved to a
   * public address, alone or among others, has lost that: this is what a rebinding name does.
   */
  readonly typed?: readonly string[]
  /** Replaces the system resolver. */
  readonly lookup?: LookupFunction
}

/** Decides at connect time, for literals and for each resolved address, whether a connection may be made. */
export interface AddressGuard {
  /** Throws `address_refused` when the host is a literal address that may not be reached. To be asked before each connect: undici asks `lookup` for names alone. */
  checkLiteral(hostname: string): void
  /** Resolves a name to the addresses that may be reached, the others left out; an error `address_refused` when there are none. */
  readonly lookup: LookupFunction
}

/** Throws `bad_setting` when an entry of `allowPrivate` cannot be understood. */
export function createAddressGuard(options: AddressGuardOptions = {}): AddressGuard {
  const allowed = createAllowPrivate(options.allowPrivate ?? [])
  const typed = new Set((options.typed ?? []).map(canonicalHost))
  const lookup = options.lookup ?? systemLookup

  const mayReach = (host: string, address: string): boolean =>
    !isPrivateAddress(address) || allowed.allows(host, address) || typed.has(host)

  return {
    checkLiteral(hostname) {
      const host = canonicalHost(hostname)
      if (isIP(host) !== 0 && !mayReach(host, host)) throw refused(host, [])
    },
    lookup(hostname, lookupOptions, callback) {
      const host = canonicalHost(hostname)
      lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
        if (error) return callback(error, [])
        const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
        if (addresses.some(({ address }) => !isPrivateAddress(address))) typed.delete(host)
        const reachable = addresses.filter(({ address }) => isIP(address) !== 0 && mayReach(host, address))
        const [first] = reachable
        if (first === undefined)
          return callback(addresses.length === 0 ? unknownName(host) : refused(host, addresses), [])
        if (lookupOptions.all) callback(null, reachable)
        else callback(null, first.address, first.family)
      })
    },
  }
}

function refused(host: string, resolved: readonly { readonly address: string }[]): HubError {
  const addresses = resolved.slice(0, 4).map(({ address }) => address.slice(0, 60))
  const shown = addresses.length === 0 ? host : `${host} (${addresses.join(', ')})`
  return new HubError('address_refused', `${shown} is a private or reserved address`)
}

/** A resolver that finds no address and says no error. */
function unknownName(host: string): Error {
  return Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' })
}

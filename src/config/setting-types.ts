import { isIP } from 'node:net'
import { resolve } from 'node:path'

/** How a kind of value is written in the environment: its form in words, and a parser that answers `undefined` to anything else. */
export interface SettingType<T> {
  readonly expected: string
  parse(text: string): T | undefined
}

export const text: SettingType<string> = {
  expected: 'some text',
  parse: (value) => value,
}

export const folder: SettingType<string> = {
  expected: 'the path of a folder, for example /var/lib/pressroom',
  parse: (value) => (value.includes('\0') ? undefined : resolve(value)),
}

/** A web address without credentials, query or fragment; the slash at the end is dropped. */
export const webAddress: SettingType<string> = {
  expected: 'a web address, for example https://press.example.com',
  parse(value) {
    const url = URL.parse(value)
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined
    if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined
    return url.href.replace(/\/+$/, '')
  },
}

/** A web address that is a host alone: our pages link to each other from the root. */
export const webOrigin: SettingType<string> = {
  expected: 'a web address without a path, for example https://press.example.com',
  parse(value) {
    const address = webAddress.parse(value)
    return address !== undefined && new URL(address).pathname === '/' ? address : undefined
  },
}

export const databaseAddress: SettingType<string> = {
  expected:
    'a PostgreSQL address, for example postgres://user:password@host:5432/pressroom, with a percent sign in the password as %25',
  parse(value) {
    const url = URL.parse(value)
    return url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && isDecodable(url) ? value : undefined
  },
}

/** A percent sign in a password has to be written `%25`; who forgets that would get an error about nothing in particular. */
function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    decodeURIComponent(username + password + pathname)
    return true
  } catch {
    return false
  }
}

export function wholeNumber(from: number, to: number, unit: string): SettingType<number> {
  return {
    expected: `${unit}: a whole number from ${from} to ${to}`,
    parse(value) {
      if (!/^\d{1,9}$/.test(value)) return undefined
      const number = Number(value)
      return number >= from && number <= to ? number : undefined
    },
  }
}

export function oneOf<const T extends string>(...choices: readonly T[]): SettingType<T> {
  return {
    expected: `one of ${choices.join(', ')}`,
    parse: (value) => choices.find((choice) => choice === value.toLowerCase()),
  }
}

/** A comma-separated list of networks (`10.0.0.0/8`, `fd00::/8`) and single addresses. */
export const networks: SettingType<readonly string[]> = {
  expected: 'addresses or networks with commas between, for example 10.0.0.0/8,192.168.1.4',
  parse: (value) => list(value, isNetwork),
}

/** Like networks, and host names (`wp.internal`, `*.test`) as well. */
export const hostsAndNetworks: SettingType<readonly string[]> = {
  expected: 'hosts, addresses or networks with commas between, for example wp.internal,10.0.0.0/8',
  parse: (value) => list(value, (item) => isNetwork(item) || isHost(item)),
}

function list(value: string, accepts: (item: string) => boolean): readonly string[] | undefined {
  const items = value
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== '')
  return items.every(accepts) ? items : undefined
}

function isNetwork(item: string): boolean {
  const [address = '', bits, ...rest] = item.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

function isHost(item: string): boolean {
  // All digits and dots would be a mistyped address, which must not pass as a name.
  if (/^[\d.]+$/.test(item)) return false
  return /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/.test(item)
}

import { HubError } from '../errors/hub-error.ts'
import { canonicalHost } from './host.ts'

/**
 * Who may receive a credential: the host that the user typed, its www twin, its https upgrade, and hosts the user said yes to.
 * A page's or a redirect's word is not the user's.
 */
export interface Audience {
  allows(url: URL): boolean
}

/**
 * @param typed the address as the user meant it; an `http:` one says that plain http is accepted
 * @param allowed further hosts (`example.com`, `example.com:8443`) that the user explicitly allowed; without a port, the
 *   default one. Throws `bad_input` for what is not a host.
 */
export function createAudience(typed: URL, allowed: readonly string[] = []): Audience {
  const further = allowed.map(parseAllowed)
  const home = canonicalHost(typed.hostname)
  const plainAccepted = typed.protocol === 'http:'
  return {
    allows(url) {
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && plainAccepted)) return false
      const host = canonicalHost(url.hostname)
      if (isSameOrTwin(home, host) && url.port === typed.port) return true
      return further.some((entry) => entry.host === host && (entry.port ?? defaultPort(url)) === portOf(url))
    },
  }
}

/** Whether two hosts are the same but for a leading `www.`. */
export function isSameOrTwin(a: string, b: string): boolean {
  return a === b || a === `www.${b}` || b === `www.${a}`
}

interface AllowedHost {
  readonly host: string
  /** `null` for the default port of whichever scheme is used. */
  readonly port: string | null
}

function parseAllowed(entry: string): AllowedHost {
  const match = /^([^/?#@\\\s]+?)(?::(\d{1,5}))?$/.exec(entry.trim())
  const url = match === null ? null : URL.parse(`https://${match[1]}/`)
  if (url === null || url.port !== '') {
    throw new HubError('bad_input', `${JSON.stringify(entry.slice(0, 100))} is not a host`, {
      fix: 'Write the host alone, for example example.com or example.com:8443.',
    })
  }
  return { host: canonicalHost(url.hostname), port: match?.[2] ?? null }
}

function portOf(url: URL): string {
  return url.port === '' ? defaultPort(url) : url.port
}

function defaultPort(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80'
}

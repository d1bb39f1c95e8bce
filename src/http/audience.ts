/**
 * Who may receive a credential: the host that the user typed, its www twin, its https upgrade, and hosts the user said yes to.
 * A page's or a redirect's word is not the user's.
 */
export interface Audience {
  allows(url: URL): boolean
}

/**
 * @param typed the address as the user meant it; an `http:` one says that plain http is accepted
 * @param allowed further hosts (`example.com`, `example.com:8443`) that the user explicitly allowed
 */
export function createAudience(typed: URL, allowed: readonly string[] = []): Audience {
  const hosts = new Set(allowed.map((host) => host.toLowerCase()))
  return {
    allows(url) {
      if (url.protocol === 'http:' && typed.protocol === 'https:') return false
      if (hosts.has(url.host) || (hosts.has(url.hostname) && url.port === '')) return true
      return isSameOrTwin(typed.hostname, url.hostname) && isSamePort(typed, url)
    },
  }
}

/** Whether two hosts are the same but for a leading `www.`. */
export function isSameOrTwin(a: string, b: string): boolean {
  return a === b || a === `www.${b}` || b === `www.${a}`
}

/** The same port, or each the default one of its scheme (http 80 and https 443). */
function isSamePort(a: URL, b: URL): boolean {
  return a.port === b.port
}

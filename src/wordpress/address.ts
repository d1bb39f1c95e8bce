import { HubError } from '../errors/hub-error.ts'

/** What a person typed, made into an address. */
export interface TypedAddress {
  /** Ends with `/`; without query, fragment, user and the paths of WordPress's own pages. */
  readonly url: URL
  /** Whether the scheme was typed; without one, https is assumed and http may be tried. */
  readonly schemeTyped: boolean
  /** Whether a part was taken off (`/wp-admin`, a query…). */
  readonly stripped: boolean
}

/** One place where the site may be, and why it is tried. */
export interface Candidate {
  readonly url: URL
  readonly how: 'as typed' | 'with or without www' | 'http instead of https' | 'parent folder'
}

const longest = 2048

/** WordPress's own pages, which people copy from their address bar. */
const ownPages = /\/(?:wp-admin|wp-login\.php|wp-json|wp-content|wp-includes|xmlrpc\.php|index\.php)(?:\/.*)?$/i

/** Makes an address of what was typed. Throws `address_invalid`. */
export function normaliseAddress(input: string): TypedAddress {
  const text = input.trim().replace(/^["'<(]+|["'>),]+$/g, '')
  if (text === '') throw invalid('The address is empty')
  if (text.length > longest) throw invalid(`The address is longer than ${longest} characters`)
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  if (!hasScheme && /^[^/]*@/.test(text)) throw invalid(`${shorten(text)} looks like an e-mail address`)
  const completed = hasScheme ? text : text.startsWith('//') ? `https:${text}` : `https://${text}`
  if (!URL.canParse(completed)) throw invalid(`${shorten(text)} is not a web address`)
  const parsed = new URL(completed)
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    throw invalid(`${shorten(text)} begins with ${parsed.protocol}// – a site begins with https:// or http://`)
  }
  if (!/[.:]|^localhost$/.test(parsed.hostname)) throw invalid(`${parsed.hostname} is not a full host name`)
  const url = new URL(parsed.origin)
  url.pathname = trimPath(parsed.pathname)
  const stripped = url.pathname !== parsed.pathname && url.pathname !== `${parsed.pathname}/`
  return { url, schemeTyped: hasScheme, stripped: stripped || parsed.search !== '' || parsed.hash !== '' }
}

/** Where the site may be, in the order to try; a later one is asked only when no earlier one led to an API. At most 7. */
export function listCandidates(typed: TypedAddress): Candidate[] {
  const { url } = typed
  const found: Candidate[] = [{ url, how: 'as typed' }]
  const twin = twinOf(url)
  if (twin !== null) found.push({ url: twin, how: 'with or without www' })
  if (!typed.schemeTyped) {
    const plain = new URL(url)
    plain.protocol = 'http:'
    found.push({ url: plain, how: 'http instead of https' })
  }
  let folder = url
  for (let depth = 0; depth < 4 && folder.pathname !== '/'; depth++) {
    folder = new URL('../', folder)
    found.push({ url: folder, how: 'parent folder' })
  }
  return found
}

/** The same host with or without `www.`; none for address literals and single labels. */
function twinOf(url: URL): URL | null {
  if (/^\[|^[\d.]+$|^localhost$/.test(url.hostname)) return null
  const twin = new URL(url)
  if (url.hostname.startsWith('www.')) twin.hostname = url.hostname.slice(4)
  else if (url.hostname.split('.').length > 3) return null
  else twin.hostname = `www.${url.hostname}`
  return twin
}

function trimPath(path: string): string {
  const trimmed = path.replace(ownPages, '/').replace(/\/{2,}/g, '/')
  return trimmed.endsWith('/') ? trimmed : `${trimmed}/`
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function invalid(message: string): HubError {
  return new HubError('address_invalid', message)
}

import { randomBytes, timingSafeEqual } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import { normaliseAddress } from './address.ts'
import type { ApplicationPassword } from './credentials.ts'

/** A started one-click authorization. Keep it until the person comes back, or `expiresAt` (Unix ms) passes. */
export interface AuthorizationRequest {
  /** The site's own page where the person approves. */
  readonly url: URL
  /** Proves that the return belongs to this request. */
  readonly nonce: string
  /** Whether the site will send the person back to us; otherwise it shows the password, to be pasted. */
  readonly mode: 'callback' | 'paste'
  readonly expiresAt: number
}

export interface AuthorizationOptions {
  /** The site's approval page, as its index or a guess names it. */
  readonly page: URL
  /** Name in the user's list of application passwords. */
  readonly appName: string
  /** UUID of this program's installation, the same for all sites. */
  readonly appId: string
  /** Our address for the return; the site may not accept it. */
  readonly callback?: URL
  readonly wordpressVersion: string | null
  readonly now?: number
}

/** A person needs to log in, perhaps with a second factor, before approving. In ms. */
const timeLimit = 15 * 60_000

/** Starts a one-click authorization (contract: wp-admin/authorize-application.php, WordPress 5.6 to 7.1). */
export function beginAuthorization(options: AuthorizationOptions): AuthorizationRequest {
  const nonce = randomBytes(24).toString('base64url')
  const url = new URL(options.page)
  url.searchParams.set('app_name', options.appName)
  url.searchParams.set('app_id', options.appId)
  const mode =
    options.callback !== undefined && isCallbackAcceptable(options.callback, options.wordpressVersion)
      ? 'callback'
      : 'paste'
  if (mode === 'callback' && options.callback !== undefined) {
    // In the query: a fragment would be lost when WordPress appends its own parameters.
    for (const [name, result] of [
      ['success_url', 'approved'],
      ['reject_url', 'rejected'],
    ] as const) {
      const back = new URL(options.callback)
      back.searchParams.set('nonce', nonce)
      back.searchParams.set('result', result)
      url.searchParams.set(name, back.href)
    }
  }
  return { url, nonce, mode, expiresAt: (options.now ?? Date.now()) + timeLimit }
}

/**
 * Whether WordPress will take an address to return to: https or an own scheme always; http, from 7.0 on, for 127.0.0.1
 * and [::1] (never `localhost`). An unknown version is taken as old. Sites that call themselves `local` take any http
 * address, but do not tell strangers that they do.
 */
export function isCallbackAcceptable(callback: URL, wordpressVersion: string | null): boolean {
  if (callback.protocol === 'javascript:' || callback.protocol === 'data:') return false
  if (callback.protocol !== 'http:') return true
  const major = Number.parseInt(wordpressVersion ?? '', 10)
  return major >= 7 && (callback.hostname === '127.0.0.1' || callback.hostname === '[::1]')
}

/**
 * Reads the address that the person came back to. Throws `authorization_mismatch` (a return that is not of this request),
 * `authorization_expired`, `user_rejected`.
 * @param site the address of the site that was asked, to compare with the `site_url` it returns
 */
export function finishAuthorization(
  request: AuthorizationRequest,
  returned: URL,
  site: URL,
  now: number = Date.now(),
): ApplicationPassword {
  const query = returned.searchParams
  if (!isEqual(query.get('nonce') ?? '', request.nonce)) {
    throw new HubError('authorization_mismatch', 'This return does not belong to the authorization that was started')
  }
  if (now > request.expiresAt)
    throw new HubError('authorization_expired', 'The authorization took longer than 15 minutes')
  if (query.get('result') === 'rejected' || query.get('success') === 'false') {
    throw new HubError('user_rejected', 'The connection was rejected on the site')
  }
  const siteUrl = query.get('site_url') ?? ''
  const username = query.get('user_login') ?? ''
  const password = query.get('password') ?? ''
  if (username === '' || password === '')
    throw new HubError('authorization_mismatch', 'The site returned no user name or no password')
  // `site_url` is the core's address: another folder of the same host is normal, another host is not.
  if (normaliseAddress(siteUrl).url.hostname.replace(/^www\./, '') !== site.hostname.replace(/^www\./, '')) {
    throw new HubError('authorization_mismatch', `The return came from ${siteUrl.slice(0, 200)}, not from ${site.host}`)
  }
  return { kind: 'application-password', username, password }
}

/** Where the approval page is when the site does not say: below the core's folder. */
export function guessAuthorizationPage(core: URL): URL {
  return new URL('wp-admin/authorize-application.php', core)
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

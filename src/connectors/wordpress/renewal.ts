import { statusOf } from '../../wordpress/answer.ts'
import { exchangeRefreshToken, type JwtOutcome, renewToken, requestToken } from '../../wordpress/jwt.ts'
import type { Renewal, Renewed, SiteContext } from '../connector.ts'
import { hideSecret, type JwtSecret, type WordPressSecret } from './secret.ts'
import { openSession } from './site.ts'

/** A token with less time left is renewed before it is used: clocks differ, and requests take their time. In ms. */
const margin = 60_000
/** A refresh token (30 days) with less time left is exchanged for a new one. In ms. */
const refreshMargin = 15 * 24 * 3_600_000

/**
 * Tokens end: of Tmeister and Simple JWT Login by time, of usefulteam after ten minutes. What gives a new one:
 * - usefulteam: the refresh token, as often as wanted. Exchanged in the second half of its life; the exchange kills the
 *   old one, so a crash between it and our commit loses it, and a person has to log in again.
 * - the others: the password, where it was kept.
 */
export const renewal: Renewal<WordPressSecret> = {
  isDue: (secret, now) =>
    secret.kind === 'jwt' && (isEnding(secret.expiresAt, margin, now) || isExchangeDue(secret, now)),
  isPossible: (secret) => secret.kind !== 'jwt' || secret.refreshToken !== null || secret.password !== null,
  expiryOf,
  async renew(context, now) {
    const { secret } = context
    if (secret.kind !== 'jwt') return { kind: 'renewed', secret, more: false }
    return renewJwt({ ...context, secret }, now)
  },
}

/** When a person has to log in again unless it is renewed before; `null` for never. */
export function expiryOf(secret: WordPressSecret): Date | null {
  if (secret.kind !== 'jwt' || secret.password !== null) return null
  const expiresAt = secret.refreshToken === null ? secret.expiresAt : secret.refreshExpiresAt
  return expiresAt === null ? null : new Date(expiresAt)
}

async function renewJwt(context: SiteContext<JwtSecret>, now: number): Promise<Renewed<WordPressSecret>> {
  const { secret } = context
  const { session, root } = openSession(context)
  hideSecret(session.redactor, secret)
  if (isExchangeDue(secret, now)) {
    const exchanged = await exchangeRefreshToken(session, root, secret)
    if (exchanged.credential !== null || secret.password === null) return renewed(secret, exchanged, true)
  } else if (secret.refreshToken !== null) {
    const outcome = await renewToken(session, root, secret)
    if (outcome.credential !== null || secret.password === null) return renewed(secret, outcome, false)
  }
  if (secret.password === null) {
    return { kind: 'refused', code: 'needs_login', message: 'The token has ended, and nothing was kept to renew it' }
  }
  const login = { username: secret.username, password: secret.password }
  return renewed(secret, await requestToken(session, root, secret.plugin, login), false)
}

function renewed(before: JwtSecret, { credential, answer }: JwtOutcome, more: boolean): Renewed<WordPressSecret> {
  if (credential !== null) return { kind: 'renewed', secret: { ...credential, password: before.password }, more }
  const status = answer === null ? 0 : statusOf(answer)
  const code = answer?.envelope?.code ?? answer?.exchange.failure?.code ?? 'unexpected_answer'
  const said = answer?.envelope?.message ?? answer?.exchange.failure?.message ?? `status ${status}`
  // Only a plain no to this credential means that a person is needed: a broken plugin or a firewall may be repaired.
  const refused =
    answer !== null && answer.json !== null && (status === 401 || (status === 403 && credentialRefused.test(code)))
  return { kind: refused ? 'refused' : 'unavailable', code, message: `The site gave no new token: ${said}` }
}

const credentialRefused =
  /incorrect_password|invalid_(?:username|email|refresh_token|application_credentials)|invalidcombo|obsolete|expired|no_auth_cookie|user_not_found/

function isExchangeDue(secret: JwtSecret, now: number): boolean {
  return secret.refreshToken !== null && isEnding(secret.refreshExpiresAt, refreshMargin, now)
}

function isEnding(expiresAt: number | null, before: number, now: number): boolean {
  return expiresAt !== null && expiresAt - now < before
}

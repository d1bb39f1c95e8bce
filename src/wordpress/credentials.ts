/** What a site lets us in with. */
export type Credential = ApplicationPassword | JsonWebToken

export interface ApplicationPassword {
  readonly kind: 'application-password'
  /** Login name or e-mail. */
  readonly username: string
  /** As shown by WordPress, with or without its spaces. */
  readonly password: string
}

export interface JsonWebToken {
  readonly kind: 'jwt'
  readonly username: string
  readonly token: string
  readonly plugin: JwtPlugin
  /** Unix ms, from the token itself; `null` when it does not say. */
  readonly expiresAt: number | null
  /** usefulteam's refresh token: good for new tokens until it expires (30 days) or is exchanged. */
  readonly refreshToken: string | null
  /** Unix ms; `null` without a refresh token, or where the site does not say. */
  readonly refreshExpiresAt: number | null
  /** What usefulteam's plugin files the refresh token under; goes with each of its requests. */
  readonly device: string | null
}

export type JwtPlugin = 'tmeister' | 'usefulteam' | 'simple-jwt-login'

/** The value of the Authorization header. */
export function authorizationOf(credential: Credential): string {
  if (credential.kind === 'jwt') return `Bearer ${credential.token}`
  return `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`
}

/** Whether a password has the form of an application password: 24 letters and digits once spaces are gone. */
export function isApplicationPasswordForm(password: string): boolean {
  return /^[a-z0-9]{24}$/i.test(password.replace(/\s+/g, ''))
}

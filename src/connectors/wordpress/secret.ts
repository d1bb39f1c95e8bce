import { z } from 'zod'
import type { Redactor } from '../../log/redact.ts'

const text = z.string().min(1).max(8192)

/** What is sealed for a WordPress connection: the credential, and what renews it. */
export const wordpressSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('application-password'), username: text, password: text }),
  z.object({
    kind: z.literal('jwt'),
    username: text,
    token: text,
    plugin: z.enum(['tmeister', 'usefulteam', 'simple-jwt-login']),
    expiresAt: z.number().nullable(),
    refreshToken: text.nullable(),
    refreshExpiresAt: z.number().nullable(),
    device: z.string().max(100).nullable(),
    /** The password to log in with again: an application password, or the account's where its owner agreed. */
    password: text.nullable(),
  }),
])

export type WordPressSecret = z.infer<typeof wordpressSecret>
export type JwtSecret = Extract<WordPressSecret, { kind: 'jwt' }>

/** From now on, none of it is shown. */
export function hideSecret(redactor: Redactor, secret: WordPressSecret): void {
  const values = secret.kind === 'jwt' ? [secret.token, secret.refreshToken, secret.password] : [secret.password]
  for (const value of values) if (value !== null) redactor.add(value)
}

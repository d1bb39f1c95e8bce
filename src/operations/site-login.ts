import { z } from 'zod'
import type { Login } from '../wordpress/diagnose/evidence.ts'

/** How a caller says which site, and with what to log in. */
export const siteInput = z.object({
  address: z.string().min(1).max(2048),
  username: z.string().min(1).max(320).optional(),
  password: z.string().min(1).max(4096).optional(),
  auth: z.enum(['application-password', 'jwt']).default('application-password'),
  /** The site made this password a moment ago. */
  fresh: z.boolean().default(false),
  /** Hosts beside the typed one that may receive the credential. */
  allowRoots: z.array(z.string().max(255)).max(10).default([]),
})

export type SiteInput = z.infer<typeof siteInput>

/** The login of an input, or none where no user name and password were given. */
export function loginOf(input: SiteInput): Login | undefined {
  const { username, password, auth } = input
  if (username === undefined || password === undefined) return undefined
  return auth === 'jwt'
    ? { kind: 'jwt-login', username, password }
    : { kind: 'application-password', username, password }
}

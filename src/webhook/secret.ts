import { randomBytes } from 'node:crypto'
import { z } from 'zod'

const secretBytes = 32
const secretForm = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

/** One secret, as receivers are given it. */
export const signingSecret = z.string().regex(secretForm, 'is "whsec_" and 24 to 64 bytes as base64')

/** What deliveries are signed with. Sealed like a credential; a secret is shown once, when it is made. */
export const signingSecretsSchema = z.strictObject({
  current: signingSecret,
  /** Signs as well until then (Unix ms), so that a receiver can be given the new one at any time in between. */
  previous: z.strictObject({ secret: signingSecret, until: z.number().int() }).nullable(),
})

export type SigningSecrets = z.infer<typeof signingSecretsSchema>

/** How long both secrets sign after a rotation, in ms. */
export const defaultOverlapMs = 24 * 3_600_000

export function createSigningSecrets(): SigningSecrets {
  return { current: createSecret(), previous: null }
}

/** A rotation: the current secret becomes the previous one, and one that was previous until now ends. `overlapMs` 0 ends both at once. */
export function rotateSecret(
  { current }: SigningSecrets,
  now: number,
  overlapMs: number = defaultOverlapMs,
): SigningSecrets {
  return {
    current: createSecret(),
    previous: overlapMs <= 0 ? null : { secret: current, until: now + overlapMs },
  }
}

/** The secrets that sign now, the current one first. */
export function signingNow({ current, previous }: SigningSecrets, now: number): string[] {
  return previous === null || previous.until <= now ? [current] : [current, previous.secret]
}

/** A secret that is to be shown once. */
export function createSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`
}

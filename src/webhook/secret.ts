import { randomBytes } from 'node:crypto'
import { z } from 'zod'

const secretBytes = 32
const secretForm = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

/** One secret, as receivers are given it. */
export const signingSecret = z.string().regex(secretForm, 'is "whsec_" and 24 to 64 bytes as base64')

/** Of former secrets that may still sign. Far more than anybody needs in a day, and a header that every server takes. */
const mostFormer = 10

const former = z.strictObject({ secret: signingSecret, until: z.number().int() })

/** What deliveries are signed with. Sealed like a credential; a secret is shown once, when it is made. */
export const signingSecretsSchema = z.strictObject({
  current: signingSecret,
  /**
   * Each signs as well until then (Unix ms), the newest first, so that a receiver can be given the new one at any time in
   * between. Before there could be several, one or `null` was sealed.
   */
  previous: z.preprocess(
    (kept) => (Array.isArray(kept) ? kept : kept === null ? [] : [kept]),
    z.array(former).max(mostFormer),
  ),
})

export type SigningSecrets = z.infer<typeof signingSecretsSchema>

/** How long the former secret signs after a rotation, in ms. */
export const defaultOverlapMs = 24 * 3_600_000

export function createSigningSecrets(): SigningSecrets {
  return { current: createSecret(), previous: [] }
}

/**
 * A rotation: the current secret becomes the newest previous one. Those that were previous keep their time: the receiver may
 * have one of them, when a new one was lost before it got it. `overlapMs` 0 ends them all at once.
 */
export function rotateSecret(
  { current, previous }: SigningSecrets,
  now: number,
  overlapMs: number = defaultOverlapMs,
): SigningSecrets {
  const still = [{ secret: current, until: now + overlapMs }, ...previous].filter(({ until }) => until > now)
  return { current: createSecret(), previous: overlapMs <= 0 ? [] : still.slice(0, mostFormer) }
}

/** The secrets that sign now, the current one first. */
export function signingNow({ current, previous }: SigningSecrets, now: number): string[] {
  return [current, ...previous.filter(({ until }) => until > now).map(({ secret }) => secret)]
}

/** A secret that is to be shown once. */
export function createSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`
}

import type { z } from 'zod'
import type { CallContext, Probed } from './connector.ts'
import type { KindSettings } from './kind-settings.ts'

/** One way to connect: a person either types what it takes, or approves at the site. */
export type ConnectionMethod<Secret = unknown> = TypedMethod<Secret> | ApprovedMethod<Secret>

export interface TypedMethod<Secret = unknown, Input = unknown> {
  readonly title: string
  readonly schema: z.ZodType<Input>
  /** Tries it without keeping anything. What the site does is a value; throws `address_invalid` and `cancelled`. */
  probe(context: CallContext, input: Input): Promise<Probed<Secret>>
}

export interface ApprovedMethod<Secret = unknown, Input = unknown> {
  readonly title: string
  readonly schema: z.ZodType<Input>
  /** Whether this hub is set up for it; where it is not said, it is. */
  isReady?(settings: KindSettings): boolean
  /** Starts it. Throws the diagnosis as an error where the site offers no such thing. */
  begin(context: CallContext, input: Input, from: ApprovalOrigin): Promise<Approval>
  /** Goes on with what came back. Throws `authorization_mismatch`, `authorization_expired`, `user_rejected`. */
  finish(context: CallContext, data: Readonly<Record<string, unknown>>, returned: Returned): Promise<Probed<Secret>>
}

/** Who asks for an approval. */
interface ApprovalOrigin {
  /** Where the site may send the person back to; `null` where this hub has no address that others reach. */
  readonly callback: URL | null
  /** A UUID, the same for all sites. */
  readonly installationId: string
}

/** An approval under way. */
interface Approval {
  /** Where the person approves. */
  readonly url: URL
  /** Proves that a return belongs to it. */
  readonly nonce: string
  /** `callback`: the site sends the person back. `paste`: it shows what to paste here. */
  readonly mode: 'callback' | 'paste'
  readonly expiresAt: Date
  /** What `finish` needs. Plain JSON, no secrets. */
  readonly data: Record<string, unknown>
}

/** What came back: the address that the site sent the person to, or what the person pasted. */
export type Returned =
  | { readonly kind: 'address'; readonly url: URL }
  | { readonly kind: 'pasted'; readonly username: string; readonly password: string }

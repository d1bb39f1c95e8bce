import type { z } from 'zod'
import type { Http } from '../http/client.ts'
import type { Attempt } from '../http/exchange.ts'
import type { Diagnosis } from '../wordpress/diagnose/diagnosis.ts'
import type { Action } from './action.ts'
import type { ConnectionMethod } from './connection-method.ts'
import type { KindSettings } from './kind-settings.ts'
import type { Lookup } from './lookup.ts'
import type { Trigger } from './trigger.ts'

/** The surroundings of a call to a site. */
export interface CallContext {
  readonly http: Http
  /** What is set for kinds; where it is not given, nothing is. */
  readonly settings?: KindSettings
  readonly signal?: AbortSignal
  readonly onAttempt?: (attempt: Attempt) => void
}

/** A connected site: what `Found` said of it, kept since. */
export interface SiteContext<Secret> extends CallContext {
  readonly site: Readonly<Record<string, unknown>>
  readonly secret: Secret
}

/** Everything that is kept of a site that a credential opened. */
export interface Found<Secret> {
  /** The address as people know it. */
  readonly url: string
  /** Equal for the same site, whatever was typed. */
  readonly siteKey: string
  /** What a connection to it may be called. */
  readonly name: string
  /** The user at the site; shown. */
  readonly account: string | null
  /** What is shown of the site and what opening it again needs. Plain JSON, no secrets. */
  readonly site: Record<string, unknown>
  readonly secret: Secret
  /** When a person has to log in again, unless it is renewed before; `null` for never. */
  readonly expiresAt: Date | null
  /** What was learned on the way, by name. */
  readonly caches: Readonly<Record<string, unknown>>
}

/** `found` is there when the verdict is `connected`. */
export interface Probed<Secret> {
  readonly diagnosis: Diagnosis
  readonly found: Found<Secret> | null
}

/** What a quick check saw. */
export interface Checked {
  readonly ok: boolean
  /** Equal for two checks that failed in the same way: such as `401 rest_not_logged_in`. */
  readonly signature: string
  readonly milliseconds: number
  /** A few facts to compare later. Plain JSON, no secrets. */
  readonly facts: Record<string, unknown>
}

/** What was learned of a site anew. */
export interface Learned {
  readonly site: Record<string, unknown>
  readonly account: string | null
  readonly caches: Readonly<Record<string, unknown>>
}

/** For credentials that end by themselves. */
export interface Renewal<Secret> {
  /** Whether it should be renewed before its next use. */
  isDue(secret: Secret, now: number): boolean
  /** Whether it can be renewed without a person. */
  isPossible(secret: Secret): boolean
  /** When a person has to log in again unless it was renewed before; `null` for never. */
  expiryOf(secret: Secret): Date | null
  /**
   * One step; to be called under a lock. What comes back is kept before anything else happens, then the next step is made
   * while `more`. `refused`: only a person can help. `unavailable`: later may work.
   */
  renew(context: SiteContext<Secret>, now: number): Promise<Renewed<Secret>>
}

export type Renewed<Secret> =
  | { readonly kind: 'renewed'; readonly secret: Secret; readonly more: boolean }
  | { readonly kind: 'refused' | 'unavailable'; readonly code: string; readonly message: string }

/** What is written down before a credential is made, so that it can be found at the site after a crash. */
interface CredentialPlan {
  /** A UUID. */
  readonly id: string
  /** As people see it in the site's list. */
  readonly name: string
}

/** What a site says of the credential that is used. */
export interface CredentialFacts {
  /** As people see it in the site's list. */
  readonly name: string
  /** ISO 8601, UTC; `null` where the site does not say, or it was not used before. */
  readonly createdAt: string | null
  readonly usedAt: string | null
  readonly usedFrom: string | null
}

/** For credentials that can be made, listed and deleted at the site by their own power. All throw HubErrors. */
export interface RemoteCredentials<Secret> {
  /** The site's id of the credential itself; `null` where it is none of those that can be made and deleted. */
  identify(context: SiteContext<Secret>): Promise<string | null>
  /** What the site says of the credential itself: one request. `null` as with `identify`. */
  describe(context: SiteContext<Secret>): Promise<CredentialFacts | null>
  make(context: SiteContext<Secret>, plan: CredentialPlan): Promise<{ readonly secret: Secret; readonly id: string }>
  /** The site's ids of those made under a plan. */
  find(context: SiteContext<Secret>, plan: CredentialPlan): Promise<string[]>
  /** One that is gone already is no error. */
  remove(context: SiteContext<Secret>, id: string): Promise<void>
}

/** What is kept of a connected site. */
export interface Kept {
  /** `Found.site`, as it is now. */
  readonly site: Readonly<Record<string, unknown>>
  /** Those of `caches`. */
  readonly caches: Readonly<Record<string, unknown>>
}

/** The code behind a kind of connection. */
export interface Connector<Secret = unknown, Client = unknown, Site = unknown> {
  readonly kind: string
  readonly title: string
  readonly connections: Readonly<Record<string, ConnectionMethod<Secret>>>
  /** The shape of what is sealed. */
  readonly secret: z.ZodType<Secret>
  /** A client for the site; `access` is asked before each request, so that it outlives rotations and renewals. */
  open(context: Omit<SiteContext<Secret>, 'secret'>, access: () => Promise<Secret>): Client
  /**
   * At most two requests. What the site does is a value. A kind that cannot be asked without doing something there (an
   * endpoint takes deliveries and nothing else) has none: then its use says how it is, and no check ever asks it.
   */
  check?(context: SiteContext<Secret>): Promise<Checked>
  /** Says why a check failed; where there is none, only a person asks for it. */
  diagnose(context: SiteContext<Secret>): Promise<Diagnosis>
  /** Asks for all that is cached. Throws what the client throws. */
  learn(context: SiteContext<Secret>): Promise<Learned>
  /** A check that a person asked for learns as well: plugins change a site at any time. Not where every request counts. */
  readonly learnWhenChecked?: boolean
  /** Names of what `learn` caches and `prepare` needs: asked for where it never was. */
  readonly caches: readonly string[]
  /** The site as actions, look-ups and triggers get it. Asks nothing. */
  prepare(client: Client, kept: Kept): Site
  /** By name without the kind: `posts.create`. */
  readonly actions: Readonly<Record<string, Action<Site>>>
  readonly lookups: Readonly<Record<string, Lookup<Site>>>
  readonly triggers: Readonly<Record<string, Trigger<Site>>>
  readonly renewal?: Renewal<Secret>
  readonly credentials?: RemoteCredentials<Secret>
}

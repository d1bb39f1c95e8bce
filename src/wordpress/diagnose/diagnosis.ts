import type { Attempt } from '../../http/exchange.ts'
import type { SiteUser } from '../verify.ts'
import type { Note, Snippet } from './check.ts'

/**
 * - `connected`: the credential works and may write
 * - `connectable`: none was given, and a login is possible
 * - `refused`: a wrong credential, a missing role, or a layer says no
 * - `unavailable`: network, maintenance, 429, 5xx; later may work
 * - `not-wordpress`
 */
export type Verdict = 'connected' | 'connectable' | 'refused' | 'unavailable' | 'not-wordpress'

export interface DiagnosedSite {
  readonly name: string
  /** The core's address (`siteurl`). */
  readonly url: string
  readonly home: string
  /** `null` where WordPress shows, but no API. */
  readonly restRoot: string | null
  readonly version: string | null
  readonly namespaces: readonly string[]
  /** IANA name, or empty. */
  readonly timezone: string
  readonly icon: string | null
}

/** What stands between us and a site, as a value. All text is redacted and safe to show as text. */
export interface Diagnosis {
  readonly verdict: Verdict
  /** `null` when all is well; else a class of docs/diagnosis.md, or the site's own code, passed through. */
  readonly code: string | null
  /** 0 to 1. */
  readonly confidence: number
  readonly title: string
  readonly cause: string | null
  readonly fix: string | null
  /** The lines to change, the fitting server first. */
  readonly snippets: readonly Snippet[]
  /** A paragraph to send to the host, where the host can open the layer. */
  readonly letter: string | null
  readonly site: DiagnosedSite | null
  readonly user: SiteUser | null
  /** Where a person approves an application password with one click; `null` where that is not possible. */
  readonly authorize: string | null
  /** Another host that the API is at, to which the credential goes only after a yes; `null` where none was kept from it. */
  readonly withheldFrom: string | null
  /** Other explanations that were not excluded, the likeliest first. */
  readonly alternatives: readonly { readonly code: string; readonly title: string; readonly confidence: number }[]
  readonly notes: readonly Note[]
  readonly attempts: readonly Attempt[]
}

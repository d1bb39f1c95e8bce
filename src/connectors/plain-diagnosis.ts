import type { Attempt } from '../http/exchange.ts'
import type { Diagnosis, Verdict } from '../wordpress/diagnose/diagnosis.ts'

/** What a kind found out that has no layers to look through: it was asked, and this came back. All text is redacted. */
interface PlainFinding {
  readonly verdict: Exclude<Verdict, 'not-wordpress'>
  /** `null` when all is well; else a code of the catalogue, or the other side's own, passed through. */
  readonly code: string | null
  readonly title: string
  readonly cause: string | null
  readonly fix: string | null
  /** 0 to 1; certain where nothing else is said. */
  readonly confidence?: number
  readonly notes?: Diagnosis['notes']
  readonly attempts: readonly Attempt[]
}

/**
 * A diagnosis as all kinds give it. What only WordPress has (its site, its user and their rights, the page of approval, lines
 * for a server, a letter to the host) is empty: what such a kind knows of its site is in `Found.site`.
 */
export function plainDiagnosis({ confidence = 1, notes = [], ...finding }: PlainFinding): Diagnosis {
  const nothing = { snippets: [], letter: null, site: null, user: null, authorize: null, alternatives: [] }
  return { ...finding, confidence, notes, ...nothing, withheldFrom: null }
}

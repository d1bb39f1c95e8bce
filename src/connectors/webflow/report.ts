import type { HttpSession } from '../../http/client.ts'
import { printable } from '../../http/printable.ts'
import type { Probed } from '../connector.ts'
import { plainDiagnosis } from '../plain-diagnosis.ts'

/** What was found out about a Webflow site, in words that may hold what Webflow said. */
export interface WebflowFinding {
  readonly verdict: 'connected' | 'refused' | 'unavailable'
  /** `null` when all is well; else a class of docs/webflow.md, or Webflow's own code. */
  readonly code: string | null
  readonly title: string
  readonly cause?: string
  readonly fix?: string
  /** 0 to 1. Default: 1. */
  readonly confidence?: number
  readonly notes?: readonly { readonly code: string; readonly message: string }[]
}

const longestText = 2000

/** The finding as a diagnosis, with what was asked and answered. What Webflow echoes of a secret is masked. */
export function report(
  { cause, fix, notes = [], ...finding }: WebflowFinding,
  { redactor, attempts }: HttpSession,
): Probed<unknown>['diagnosis'] {
  const shown = (text: string): string => printable(redactor.text(text), longestText)
  return plainDiagnosis({
    ...finding,
    code: finding.code === null ? null : shown(finding.code),
    title: shown(finding.title),
    cause: cause === undefined ? null : shown(cause),
    fix: fix === undefined ? null : shown(fix),
    notes: notes.map(({ code, message }) => ({ code, message: shown(message) })),
    attempts,
  })
}

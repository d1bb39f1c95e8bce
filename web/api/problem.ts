import { ORPCError } from '@orpc/client'

/** What went wrong, as the hub says it: for people a title, a sentence and a fix; for programs a code. */
export interface Problem {
  readonly code: string
  readonly title: string
  readonly message: string
  readonly fix: string
  readonly retry: 'never' | 'later' | 'after-change'
  readonly evidence: unknown
  /** The sentence for each field that was refused, by its path (`input.address`). */
  readonly fields: Readonly<Record<string, string>>
  /** Null when no hub answered. */
  readonly status: number | null
}

/** Codes of the page itself, for what never reached an operation. Their words are in `web/texts/en/problem.ts`. */
export const unreachable = 'unreachable'
const unknownProblem = 'unknown'

/** Anything thrown, as something that can be shown. Never throws. */
export function toProblem(error: unknown): Problem {
  if (!(error instanceof ORPCError)) return notFromHub(error)
  const { code, message, status } = error
  const data = typeof error.data === 'object' && error.data !== null ? (error.data as Record<string, unknown>) : {}
  return {
    code,
    title: text(data.title),
    message,
    fix: text(data.fix),
    retry: data.retry === 'later' || data.retry === 'never' ? data.retry : status >= 500 ? 'later' : 'after-change',
    evidence: data.evidence ?? null,
    fields: readFields(data.evidence),
    status,
  }
}

/** Whether it may well work when the same is asked again in a moment. */
export function isPassing(error: unknown): boolean {
  const { code, status, retry } = toProblem(error)
  return (
    code === unreachable || status === 502 || status === 503 || status === 504 || (retry === 'later' && status !== 429)
  )
}

/** Whether nobody is logged in (any more). */
export function isLoggedOut(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'login_required'
}

function notFromHub(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error)
  // Browsers tell a failed fetch from a fault of ours by the sentence alone.
  const isNetwork = error instanceof TypeError && /fetch|network|load failed/i.test(message)
  const code = isNetwork ? unreachable : unknownProblem
  const retry = code === unreachable ? 'later' : 'after-change'
  return { code, title: '', message, fix: '', retry, evidence: null, fields: {}, status: null }
}

/** Of `evidence: { errors: [{ field, message }] }`, which is how the hub refuses an input. */
function readFields(evidence: unknown): Record<string, string> {
  const errors = typeof evidence === 'object' && evidence !== null && 'errors' in evidence ? evidence.errors : []
  return Object.fromEntries(
    (Array.isArray(errors) ? errors : [])
      .slice(0, 50)
      .flatMap((one: { field?: unknown; message?: unknown } | null) =>
        one === null ? [] : [[text(one.field), text(one.message)]],
      ),
  )
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

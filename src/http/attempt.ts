import type { Redactor } from '../log/redact.ts'
import type { Attempt, HttpResponse } from './exchange.ts'
import type { TransportFailure } from './failure.ts'
import { printable } from './printable.ts'
import { isRedirect } from './redirect.ts'

/** How one request to one address ended: an answer, or a failure with the status that was seen before it; `null` when it was given up. */
export interface HopResult {
  readonly outcome: HttpResponse | TransportFailure
  readonly status: number | null
}

const longestUrl = 2000
const longestOutcome = 300

/** The evidence of one request: everything in it that a site chose is redacted, printable and short. */
export function describeAttempt(
  redactor: Redactor,
  asked: { readonly method: string; readonly url: URL; readonly purpose: string; readonly started: number },
  result: HopResult | null,
): Attempt {
  return {
    method: asked.method,
    url: printable(redactor.url(asked.url), longestUrl),
    purpose: asked.purpose,
    status: result?.status ?? null,
    ms: Math.round(performance.now() - asked.started),
    outcome: printable(result === null ? 'given up' : describe(redactor, result.outcome), longestOutcome),
  }
}

function describe(redactor: Redactor, outcome: HttpResponse | TransportFailure): string {
  if ('code' in outcome) return redactor.text(outcome.message)
  const { status, headers, bytes, truncated } = outcome
  if (isRedirect(status, headers)) return `redirects to ${redactor.url(headers.location ?? '')}`
  const type = (headers['content-type'] ?? 'no content type').split(';')[0] ?? ''
  return redactor.text(`${type}, ${truncated ? 'first ' : ''}${bytes.length} bytes`)
}

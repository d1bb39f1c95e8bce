import { HubError } from '../errors/hub-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { printable } from '../http/printable.ts'
import { parseRetryAfter } from '../http/retry-after.ts'
import type { Redactor } from '../log/redact.ts'
import { fieldsOf, listOf, stringOf } from './json.ts'

/** What Webflow says of one field of an item. */
interface FieldProblem {
  /** The field's slug; `null` where none is named. */
  readonly field: string | null
  /** Webflow's own words. */
  readonly problem: string
  readonly kind: 'unknown-field' | 'not-unique' | 'other'
}

/** The evidence of every error that is made here. */
export interface WebflowEvidence {
  /** `null` when no answer came. */
  readonly status: number | null
  /** Webflow's own words; `null` where the answer has none, as of a layer in between. */
  readonly message: string | null
  readonly problems: readonly FieldProblem[]
  readonly retryAfterMs: number | null
}

const newToken =
  'Make a new token in Webflow (Site settings, Apps & integrations, API access) and connect the site again.'

/** Advice by Webflow's code. Some of the codes are also the hub's own, whose advice would mislead here. */
const fixes: Readonly<Record<string, string>> = {
  not_authorized: newToken,
  invalid_credentials: newToken,
  invalid_auth_version: newToken,
  missing_scopes: `The token lacks a permission. ${newToken} It needs CMS read and write, and read and write of sites and assets.`,
  forbidden: 'The plan of the site, or the token, does not allow it. Look at the permissions of the token in Webflow.',
  validation_error: 'Correct the fields that the message names, or map them differently.',
  conflict: 'Publish the whole site once in Webflow, so that its collections are live as they are now, and try again.',
  too_many_requests: 'Webflow allows 60 to 120 requests a minute, and one publication of a site. Wait a minute.',
  resource_not_found: 'It is not there any more. Choose the site and the collection again.',
  collection_not_found: 'The collection is not there any more. Choose another one.',
  item_not_found: 'The item was deleted in Webflow.',
}

/**
 * The error of an exchange that did not end with 2xx, with Webflow's own code. A write whose answer was lost is
 * `answer_lost`; without an answer, and nothing sent, the code is that of the failure. What the other side echoes of a secret is
 * masked.
 */
export function refusalOf({ method, url, response, failure }: Exchange, redactor: Redactor): HubError {
  const where = `${method} ${url.origin}${url.pathname}`
  if (failure !== null) {
    const retryAfterMs = failure.waitMs > 0 ? failure.waitMs : null
    const evidence: WebflowEvidence = { status: null, message: null, problems: [], retryAfterMs }
    const code = method !== 'GET' && failure.sent ? 'answer_lost' : failure.code
    return new HubError(code, `${where}: ${failure.message}`, { evidence })
  }
  const status = response?.status ?? 0
  const body = fieldsOf(parseJson(redactor.text(response?.text ?? '')))
  const said = stringOf(body.message) ?? stringOf(body.msg)
  const message = said === null ? null : printable(said, 500)
  const problems = listOf(body.details, 100).map(readProblem)
  const retryAfterMs = parseRetryAfter(response?.headers['retry-after'])
  const code = codeOf(body, status)
  const told = problems.map(({ field, problem }) => (field === null ? problem : `${field}: ${problem}`)).slice(0, 20)
  const sentence = `Refused: ${where} (${status}): ${[message ?? 'no reason given', ...told].join('; ')}`
  // The code is what a remote site sent: `constructor` is none of ours.
  const fix = Object.hasOwn(fixes, code) ? fixes[code] : undefined
  const evidence: WebflowEvidence = { status, message, problems, retryAfterMs }
  return new HubError(code, sentence, {
    evidence,
    retry: status === 429 || status >= 500 ? 'later' : 'after-change',
    ...(fix === undefined ? {} : { fix }),
  })
}

/** What an error of this folder carries. */
export function evidenceOf(error: HubError): WebflowEvidence {
  const evidence = fieldsOf(error.evidence)
  return {
    status: typeof evidence.status === 'number' ? evidence.status : null,
    message: stringOf(evidence.message),
    problems: listOf(evidence.problems, 100) as FieldProblem[],
    retryAfterMs: typeof evidence.retryAfterMs === 'number' ? evidence.retryAfterMs : null,
  }
}

/** Whether an item was refused since another one of the collection has its slug. */
export function isSlugTaken(error: unknown): error is HubError {
  return (
    error instanceof HubError &&
    evidenceOf(error).problems.some(({ field, kind }) => field === 'slug' && kind === 'not-unique')
  )
}

/** Some answers of 403 call it `publicErrorCode`, by the API's description. */
function codeOf(body: Readonly<Record<string, unknown>>, status: number): string {
  for (const code of [body.code, body.publicErrorCode, body.name]) {
    if (typeof code === 'string' && /^[\w.-]{1,100}$/.test(code)) return code
  }
  return status === 429 ? 'too_many_requests' : 'remote_refused'
}

/** `details` is described as a list of anything. Seen in public reports: `{param, description}`, and plain sentences. */
function readProblem(detail: unknown): FieldProblem {
  const entry = fieldsOf(detail)
  const sentence = /^(?:Field )?'?([\w-]{1,100})'?: (.+)$/s.exec(stringOf(detail) ?? '')
  const field = stringOf(entry.param) ?? stringOf(entry.field) ?? stringOf(entry.name) ?? sentence?.[1] ?? null
  const words = stringOf(entry.description) ?? stringOf(entry.message) ?? sentence?.[2] ?? stringOf(detail) ?? ''
  const problem = printable(words === '' ? JSON.stringify(detail ?? null).slice(0, 300) : words, 300)
  const kind = /not described in schema/i.test(problem)
    ? 'unknown-field'
    : /unique value/i.test(problem)
      ? 'not-unique'
      : 'other'
  // v1 and some v2 answers say `fieldData.slug`.
  return { field: field === null ? null : printable(field.replace(/^fieldData\./, ''), 100), problem, kind }
}

/** `undefined` for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { HubError } from '../errors/hub-error.ts'
import type { Redactor } from '../log/redact.ts'

/** An error as it may be told: what a site said back of its credential is masked in all its texts. */
export function hideInError(error: HubError, redactor: Redactor): HubError {
  const { code, message, fix, retry, evidence, cause } = error
  return new HubError(code, redactor.text(message), {
    fix: redactor.text(fix),
    retry,
    evidence: hideIn(evidence, redactor),
    ...(cause === undefined ? {} : { cause }),
  })
}

/**
 * JSON in which the secrets that the redactor knows are masked. Other texts stay as they are, even where they look like
 * secrets: an article about tokens is read and written back unharmed.
 */
export function hideIn<T>(value: T, redactor: Redactor): T {
  return walk(value, (text) => (redactor.holdsSecret(text) ? redactor.text(text) : text)) as T
}

function walk(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((item) => walk(item, hide))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [hide(key), walk(item, hide)]))
}

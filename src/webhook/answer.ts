import type { HttpResponse } from '../http/exchange.ts'
import { printable } from '../http/printable.ts'
import type { Redactor } from '../log/redact.ts'

/** What a receiver said, fit to be kept and shown. */
export interface Answer {
  /** Without parameters; empty where none was sent. */
  readonly contentType: string
  /** Redacted, printable, at most 4,000 characters; line breaks are kept. */
  readonly text: string
  readonly truncated: boolean
  /** Where a redirect leads, redacted; `null` for other answers. */
  readonly location: string | null
}

const mostCharacters = 4000

/** The beginning of an answer. It is redacted before it is cut, since half a secret is not recognised. */
export function readAnswer(redactor: Redactor, { headers, text, truncated }: HttpResponse): Answer {
  const shown = redactor
    .text(text)
    .slice(0, mostCharacters + 1)
    .split(/\r\n|[\r\n]/)
    .map((line) => printable(line, mostCharacters))
    .join('\n')
  return {
    contentType: printable((headers['content-type'] ?? '').split(';')[0] ?? '', 100),
    text: shown.slice(0, mostCharacters),
    truncated: truncated || shown.length > mostCharacters,
    location: headers.location === undefined ? null : printable(redactor.url(headers.location), 500),
  }
}

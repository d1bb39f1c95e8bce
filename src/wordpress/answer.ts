import type { Exchange } from '../http/exchange.ts'
import { fields, parseTolerantJson, type TolerantJson } from './json.ts'

/** WordPress's own way to say no: `{code, message, data: {status}}`. Proves that a REST root exists. */
export interface ErrorEnvelope {
  readonly code: string
  readonly message: string
  readonly status: number | null
}

/** One exchange with a site, and what its body says. */
export interface Answer {
  readonly exchange: Exchange
  readonly json: TolerantJson | null
  readonly envelope: ErrorEnvelope | null
}

export function readAnswer(exchange: Exchange): Answer {
  const { response } = exchange
  const json = response === null ? null : parseTolerantJson(response.text)
  return { exchange, json, envelope: json === null ? null : readEnvelope(json.value) }
}

/** The error envelope of a JSON value, or `null`. Codes that are not known pass through. */
export function readEnvelope(value: unknown): ErrorEnvelope | null {
  const { code, message, data } = fields(value)
  if (typeof code !== 'string' || !/^[\w\s[\].:-]{1,120}$/.test(code) || typeof message !== 'string') return null
  const status = fields(data).status
  return {
    code,
    message: plainText(message.slice(0, 2000)).slice(0, 500),
    status: typeof status === 'number' ? status : null,
  }
}

export function statusOf(answer: Answer): number {
  return answer.exchange.response?.status ?? 0
}

export function textOf(answer: Answer): string {
  return answer.exchange.response?.text ?? ''
}

/** A header's value, empty when it is not there. */
export function headerOf(answer: Answer, name: string): string {
  return answer.exchange.response?.headers[name] ?? ''
}

/**
 * Whether WordPress answered as to a logged-in user, even with a refusal: to them its API forbids caching, in 6.1 by
 * `no-cache` and a date of 1984, from 6.3 on by `no-store, private` as well (seen on 6.1, 6.8 and 7.1). This tells "not let
 * through" from "not authenticated", unless strangers get the same.
 */
export function isAuthenticatedReply(answer: Answer): boolean {
  const control = headerOf(answer, 'cache-control')
  if (/\bno-store\b/.test(control) && /\bprivate\b/.test(control)) return true
  return /\bno-cache\b/.test(control) && headerOf(answer, 'expires') === 'Wed, 11 Jan 1984 05:00:00 GMT'
}

/** The text of an HTML fragment, which must be short (a hostile one costs the square of its length): WordPress puts markup into its messages. */
export function plainText(html: string): string {
  return html
    .replace(/<\/?(?:a|b|code|em|i|span|strong)(?:\s[^>]*)?>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#0?39|#8217|rsquo|apos);/g, "'")
    .replace(/&(?:quot|#8220|#8221);/g, '"')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
}

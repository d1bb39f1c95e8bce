import type { Exchange } from '../../../http/exchange.ts'
import type { FailureCode } from '../../../http/failure.ts'
import type { Evidence } from '../evidence.ts'

/** The exchange that ended in this way, at the home page (typed or redirected to) or at a place that it led to. */
export function failedHandshake({ decisive }: Evidence, code: FailureCode): Exchange | null {
  return decisive.find(({ exchange }) => exchange.failure?.code === code)?.exchange ?? null
}

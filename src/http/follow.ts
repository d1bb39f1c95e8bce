import type { Exchange, Hop, HttpRequest, HttpResponse } from './exchange.ts'
import { failure, type TransportFailure } from './failure.ts'
import { type Line, sendHop } from './hop.ts'
import { redirectTarget } from './redirect.ts'

/**
 * Sends a request and follows its redirects by hand, so that each address is guarded, counted and recorded, and gets the
 * credential or does not. Ends at the first answer that is no redirect to follow, at a failure, at the limit, and at an
 * address that was asked before: without cookies the same question has the same answer.
 */
export async function exchange(line: Line, request: HttpRequest): Promise<Exchange> {
  const limits = { ...line.limits, ...request.limits }
  const method = request.method ?? 'GET'
  const started = performance.now()
  const { notAfter = Number.POSITIVE_INFINITY } = request
  const deadline = started + Math.max(Math.min(limits.totalMs, line.remainingMs(), notAfter - Date.now()), 0)
  const asked = withoutUserinfo(request.url)
  const hops: Hop[] = []
  let url = asked
  const end = (outcome: HttpResponse | TransportFailure): Exchange => ({
    method,
    url,
    asked,
    hops,
    response: 'status' in outcome ? outcome : null,
    failure: 'status' in outcome ? null : outcome,
    ms: Math.round(performance.now() - started),
  })
  for (;;) {
    const outcome = await sendHop(line, request, { method, url, limits, deadline })
    if (!('status' in outcome) || request.redirect === 'manual') return end(outcome)
    const next = redirectTarget(outcome, method, url)
    if (next === null) return end(outcome)
    if (hops.length >= limits.redirects) {
      return end(failure('too_many_redirects', `more than ${limits.redirects} redirects`, { sent: true }))
    }
    const before = [asked, ...hops.map(({ to }) => to)]
    hops.push({ status: outcome.status, from: url, to: next })
    if (before.some((seen) => isSamePage(seen, next))) {
      return end(failure('too_many_redirects', 'the redirects go in a circle', { sent: true }))
    }
    url = next
  }
}

function isSamePage(a: URL, b: URL): boolean {
  return a.origin === b.origin && a.pathname === b.pathname && a.search === b.search
}

/** Credentials are never taken out of addresses: they come as `authorization`. */
function withoutUserinfo(url: URL): URL {
  const plain = new URL(url)
  plain.username = ''
  plain.password = ''
  return plain
}

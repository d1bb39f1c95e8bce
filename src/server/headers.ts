/** Pages for the way in have forms and styles, no scripts. */
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')
const answerPolicy = "default-src 'none'; frame-ancestors 'none'"

/** Puts the headers that every answer carries. `secure`: people reach us by https. */
export function addSecurityHeaders(headers: Headers, secure: boolean): void {
  const type = headers.get('content-type') ?? ''
  const page = type.startsWith('text/html')
  // The web interface brings its own, with the nonce that is in its page.
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', page ? pagePolicy : answerPolicy)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('x-frame-options', 'DENY')
  // Not no-referrer: browsers then write `Origin: null` on forms of our own.
  headers.set('referrer-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  if (secure) headers.set('strict-transport-security', 'max-age=31536000')
  // Proxies that wait for the end of an answer would wait for the end of a stream.
  if (type.startsWith('text/event-stream')) headers.set('x-accel-buffering', 'no')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
}

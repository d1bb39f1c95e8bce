const redirectStatus = new Set([301, 302, 303, 307, 308])

/** Whether an answer says that what was asked for is elsewhere, whether or not we would go there. */
export function isRedirect(status: number, headers: Readonly<Record<string, string>>): boolean {
  return redirectStatus.has(status) && headers.location !== undefined
}

/**
 * Where an answer redirects to, without user name and password. `null` when it does not, when following would change a POST
 * into a GET, or when the target is no web address.
 */
export function redirectTarget(
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  method: string,
  from: URL,
): URL | null {
  if (!isRedirect(answer.status, answer.headers)) return null
  if (method !== 'GET' && method !== 'HEAD' && answer.status !== 307 && answer.status !== 308) return null
  const to = URL.parse(answer.headers.location ?? '', from.href)
  if (to === null || (to.protocol !== 'http:' && to.protocol !== 'https:')) return null
  to.username = ''
  to.password = ''
  return to
}

import { type Answer, headerOf, statusOf } from '../answer.ts'
import { says } from './signature.ts'

/**
 * What the approval page of one-click authorization does with a stranger:
 * - `open`: leads to the login page, as it should
 * - `hidden`: leads to a 404 or away, since the login lives at a secret address
 * - `gated`: a password of the web server stands before it, which WordPress takes for a login of its own
 * - `loops`: leads to itself, since WordPress does not know that it is reached over https
 * - `insecure callback`: will not send the person back to a plain http address
 * - `unknown`: none of these
 */
export type Approval = 'open' | 'hidden' | 'gated' | 'loops' | 'insecure callback' | 'unknown'

export function judgeApproval(page: Answer | null): Approval {
  if (page === null) return 'unknown'
  const status = statusOf(page)
  if (status >= 300 && status < 400) return judgeRedirect(page)
  if (status === 404) return 'hidden'
  if (status === 401 && headerOf(page, 'www-authenticate') !== '') return 'gated'
  if (status === 501 && says(page, 'appears to use basic authentication')) return 'gated'
  if (status >= 400 && says(page, 'must be served over a secure connection')) return 'insecure callback'
  return 'unknown'
}

function judgeRedirect(page: Answer): Approval {
  const { url } = page.exchange
  const location = headerOf(page, 'location')
  if (!URL.canParse(location, url.href)) return 'unknown'
  const to = new URL(location, url)
  if (/\/wp-login\.php$/.test(to.pathname) || to.searchParams.has('redirect_to')) return 'open'
  if (to.hostname !== url.hostname) return 'unknown'
  if (to.pathname === url.pathname) return to.protocol === url.protocol ? 'loops' : 'unknown'
  return /\/wp-admin\//.test(to.pathname) ? 'unknown' : 'hidden'
}

import { headerOf, statusOf } from '../answer.ts'
import { detectJwtPlugin } from '../jwt.ts'
import type { Evidence } from './evidence.ts'

/**
 * Whether a person could log in: the site offers application passwords or a JWT plugin, and nothing that was seen refuses
 * logged-in users too. A root that is closed to strangers says neither, so its approval page is asked.
 */
export async function isConnectable(evidence: Evidence): Promise<boolean> {
  const { root, index, probe } = evidence.discovery
  if (root === null || probe === null) return false
  if (index !== null) return index.authorizationUrl !== null || detectJwtPlugin(index) !== null
  // Refusals that hit logged-in users as well, and sites that are down.
  const status = statusOf(probe.answer)
  if (status >= 500 || status === 429) return false
  const page = await evidence.ask.authorizePage()
  return page !== null && statusOf(page) === 302 && /wp-login\.php|[?&]redirect_to=/.test(headerOf(page, 'location'))
}

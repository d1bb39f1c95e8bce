import { statusOf } from '../answer.ts'
import { detectJwtPlugin } from '../jwt.ts'
import { judgeApproval } from './approval.ts'
import type { Evidence } from './evidence.ts'

/**
 * Whether a person could log in: the site offers application passwords or a JWT plugin, and nothing that was seen refuses
 * logged-in users too. The approval page is asked once, which makes three requests on a healthy site; a root that is
 * closed to strangers does not say whether passwords are offered, so there that page has to lead to a login.
 */
export async function isConnectable(evidence: Evidence): Promise<boolean> {
  const { root, index, probe } = evidence.discovery
  if (root === null || probe === null || evidence.returned !== null) return false
  if (index !== null && index.authorizationUrl === null) return detectJwtPlugin(index) !== null
  // Refusals that hit logged-in users as well, and sites that are down.
  const status = statusOf(probe.answer)
  if (status >= 500 || status === 429) return false
  const approval = judgeApproval(await evidence.ask.authorizePage())
  if (index === null) return approval === 'open'
  return approval !== 'insecure callback' || detectJwtPlugin(index) !== null
}

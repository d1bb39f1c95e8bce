import type { Check } from '../check.ts'
import { judgeCredential } from './credential-outcome.ts'

/** "JWT Auth" (usefulteam) looks for /wp-json/ in the address where permalinks are pretty, and misses ?rest_route=. */
export const jwtIgnored: Check = {
  code: 'jwt_ignored',
  layer: 'login',
  title: 'The token arrives, and the JWT plugin does not look at it',
  async look(evidence) {
    const outcome = await judgeCredential(evidence)
    if (outcome?.why !== 'token ignored') return null
    const byQuery = evidence.discovery.root?.style === 'query'
    return {
      verdict: 'refused',
      confidence: outcome.confidence,
      cause: `WordPress treats the token as a stranger's: ${outcome.because}${byQuery ? ' on ?rest_route= addresses' : ''}.`,
      fix: byQuery
        ? 'Make /wp-json/ reachable (save Settings → Permalinks → Post name once), or connect with an application password.'
        : 'Another plugin logs the token out again, or the plugin protects other routes only: look into its settings, or connect with an application password.',
    }
  },
}

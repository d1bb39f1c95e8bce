import type { Check } from '../check.ts'
import { judgeCredential, legacyCodes } from './credential-outcome.ts'

export const revoked: Check = {
  code: 'revoked',
  layer: 'login',
  title: 'The credential no longer works',
  async look(evidence) {
    if (!evidence.workedBefore) return null
    const code = evidence.verification?.answer.envelope?.code ?? ''
    const outcome = await judgeCredential(evidence)
    if (!legacyCodes.test(code) && (outcome === null || outcome.why === 'stripped')) return null
    return {
      verdict: 'refused',
      // Where no oracle could tell, the host may just as well have begun to strip the header.
      confidence: outcome?.why === 'unknown' ? 0.7 : 0.98,
      cause:
        "This credential worked before, and now WordPress treats it as a stranger's: somebody revoked the application password, or the user is gone.",
      fix: 'Connect the site again.',
    }
  },
}

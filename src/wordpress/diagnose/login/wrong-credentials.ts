import type { Check } from '../check.ts'
import { judgeCredential } from './credential-outcome.ts'

export const wrongCredentials: Check = {
  code: 'wrong_credentials',
  layer: 'login',
  title: 'User name or application password is wrong',
  async look(evidence) {
    if (evidence.login?.kind !== 'application-password') return null
    const outcome = await judgeCredential(evidence)
    if (outcome === null || (outcome.why !== 'wrong' && outcome.why !== 'unknown')) return null
    const closed = evidence.discovery.index === null
    return {
      verdict: 'refused',
      confidence: outcome.why === 'unknown' ? 0.55 : closed ? 0.85 : outcome.confidence,
      cause:
        outcome.why === 'wrong'
          ? `WordPress treats the credential as a stranger's, and not because it was lost: ${outcome.because}. The user name or the password is wrong, or revoked, or application passwords are switched off for this user${closed ? ', or for the whole site, whose API is closed to strangers' : ''}.`
          : `WordPress treats the credential as a stranger's. Most often the user name or the password is wrong; it may also be that the host strips the Authorization header: ${outcome.because}.`,
      fix: 'Use the login name or the e-mail of the user (not the label of the password), and make a new application password: Users → Profile → Application Passwords. If the list is missing there, an administrator has switched it off for this user.',
    }
  },
}

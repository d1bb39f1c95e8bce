import type { Check } from '../check.ts'
import { judgeCredential } from './credential-outcome.ts'

export const accountPassword: Check = {
  code: 'account_password',
  layer: 'login',
  title: 'This is the login password, not an application password',
  async look(evidence) {
    const outcome = await judgeCredential(evidence)
    if (outcome?.why !== 'account password') return null
    return {
      verdict: 'refused',
      confidence: outcome.confidence,
      cause: `The API takes application passwords only, and this is another kind of password: ${outcome.because}.`,
      fix: 'Make an application password in WordPress: Users → Profile → Application Passwords → Add. Use that one here; spaces do not matter.',
    }
  },
}

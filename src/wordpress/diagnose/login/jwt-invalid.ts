import type { Check } from '../check.ts'
import { answered, quote, refusedAnswers } from '../signature.ts'
import { judgeCredential } from './credential-outcome.ts'
import { isByJwt, simpleJwtError } from './jwt-answers.ts'

const codes =
  /^jwt_auth_(?:invalid_token|expired_\w+|obsolete_\w+|invalid_refresh_token|no_auth_cookie|user_not_found)$/

export const jwtInvalid: Check = {
  code: 'jwt_invalid',
  layer: 'login',
  title: 'The token has expired or is not valid any more',
  async look(evidence) {
    if (!isByJwt(evidence)) return null
    for (const answer of refusedAnswers(evidence)) {
      const simple = evidence.verification === null ? null : simpleJwtError(answer)
      if (!codes.test(answer.envelope?.code ?? '') && simple === null) continue
      const message = answer.envelope?.message ?? simple?.message ?? ''
      return {
        verdict: 'refused',
        confidence: 0.95,
        cause: `${answered(answer)} with ${answer.envelope?.code ?? `error ${simple?.number}`}: "${quote(message)}". With such a token the plugin refuses even what strangers may read.`,
        fix: 'Log in once more: that makes a new token. If new ones fail as well, the secret key of the plugin in wp-config.php changes between requests, or the clock of the server is wrong.',
      }
    }
    const outcome = await judgeCredential(evidence)
    if (outcome?.why !== 'unknown') return null
    return {
      verdict: 'refused',
      confidence: 0.5,
      cause: `WordPress treats the token as a stranger's: ${outcome.because}.`,
      fix: 'Log in once more: that makes a new token.',
    }
  },
}

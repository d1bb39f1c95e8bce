import type { Check } from '../check.ts'
import { answered, quote, refusedAnswers } from '../signature.ts'
import { simpleJwtError } from './jwt-answers.ts'

/** The codes by which the plugins pass WordPress's own refusal on; Tmeister's puts its name before them. */
const refusals =
  /^(?:\[jwt_auth\] )?(?:incorrect_password|invalid_username|invalid_email|invalidcombo|empty_username|empty_password|authentication_failed|too_many_retries|user_blocked)$/

/** Simple JWT Login: wrong user, wrong password. */
const simpleJwtRefusals = new Set([48, 49])

export const jwtLogin: Check = {
  code: 'jwt_login',
  layer: 'login',
  title: 'The JWT plugin does not accept the user name and password',
  look(evidence) {
    if (evidence.login?.kind !== 'jwt-login' || evidence.jwt?.credential !== null) return null
    for (const answer of refusedAnswers(evidence)) {
      const said = answer.envelope
      const simple = simpleJwtError(answer)
      const refused = refusals.test(said?.code ?? '') || simpleJwtRefusals.has(simple?.number ?? 0)
      if (!refused) continue
      const words = said === null ? `error ${simple?.number}: "${quote(simple?.message ?? '')}"` : said.code
      return {
        verdict: 'refused',
        confidence: 0.95,
        cause: `${answered(answer)} with ${words}. The plugin takes the password of the account; its words may speak of an application password all the same.`,
        fix: 'Use the login name and the password with which you log in to WordPress itself. If two factors are needed there, a login by JWT is not possible: connect with an application password.',
      }
    }
    return null
  },
}

import { isApplicationPasswordForm } from '../../credentials.ts'
import type { Check } from '../check.ts'
import { answered, quote } from '../signature.ts'
import { legacyCodes } from './credential-outcome.ts'

/** WordPress before 6.1.9 and 6.3.2 says what is wrong. */
export const wrongCredentialsLegacy: Check = {
  code: 'wrong_credentials_legacy',
  layer: 'login',
  title: 'WordPress says that the user name or the password is wrong',
  look({ verification, login }) {
    const answer = verification?.answer
    if (answer?.envelope == null || login?.kind !== 'application-password') return null
    const { code, message } = answer.envelope
    if (!legacyCodes.test(code)) return null
    const form = isApplicationPasswordForm(login.password)
    return {
      verdict: 'refused',
      confidence: 0.97,
      cause: `${answered(answer)} with ${code}: "${quote(message)}".${form ? '' : ' What was given has not the form of an application password (24 letters and digits).'}`,
      fix:
        code === 'incorrect_password'
          ? 'Make a new application password: Users → Profile → Application Passwords. The login password does not work here.'
          : 'Use the login name or the e-mail of the user, not the label of the password or the name that is shown.',
    }
  },
}

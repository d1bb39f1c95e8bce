import { statusOf } from '../../answer.ts'
import { isApplicationPasswordForm } from '../../credentials.ts'
import type { Evidence } from '../evidence.ts'
import { isTakenForUser } from '../rest/closed-to-strangers.ts'

/** Why a credential was not taken. */
export type CredentialOutcome =
  | {
      readonly why: 'stripped' | 'wrong' | 'account password' | 'token ignored'
      readonly confidence: number
      readonly because: string
    }
  /** No oracle could tell. */
  | { readonly why: 'unknown'; readonly because: string }

/** What WordPress before 6.1.9 and 6.3.2 says of a wrong application password. */
export const legacyCodes = /^(?:incorrect_password|invalid_username|invalid_email|invalidcombo)$/

/** What WordPress, and plugins that close its API, say to strangers. */
const strangerCodes =
  /^rest_(?:not_logged_in|forbidden|forbidden_context|cannot_access|unauthorized|authentication_error|authorization_required|login_required|user_cannot_view|cannot_view)$|^itsec_rest_api_access_restricted$/

/**
 * Since 6.3.2 WordPress treats a wrong application password as a stranger, exactly as when the Authorization header was
 * lost on the way. Oracles tell the two apart: a credential that cannot be wrong, the validate route of a JWT plugin (which
 * says whether a header arrives), XML-RPC (which carries the password in its body). `null` when this is not what happened.
 */
export async function judgeCredential(evidence: Evidence): Promise<CredentialOutcome | null> {
  const { login } = evidence
  if (login === null || !(await wasTakenForStranger(evidence))) return null
  const header = await evidence.ask.bearer()
  if (header === 'stripped')
    return {
      why: 'stripped',
      confidence: 0.97,
      because: "the site's JWT plugin says that no Authorization header arrives",
    }
  if (login.kind !== 'application-password') return judgeToken(evidence, header)
  if (evidence.fresh)
    return {
      why: 'stripped',
      confidence: 0.95,
      because: 'the site made this password a moment ago, so it cannot be wrong',
    }
  return judgePassword(evidence, isApplicationPasswordForm(login.password), header)
}

function judgeToken({ login }: Evidence, header: 'arrives' | 'unknown'): CredentialOutcome {
  if (header === 'arrives')
    return {
      why: 'token ignored',
      confidence: 0.9,
      because: 'the Authorization header arrives, and the plugin does not look at it',
    }
  if (login?.kind === 'jwt-login')
    return {
      why: 'stripped',
      confidence: 0.8,
      because: 'the site made this token a moment ago, so it cannot be wrong',
    }
  return { why: 'unknown', because: 'the token may be too old, or the host strips the Authorization header' }
}

async function judgePassword(
  evidence: Evidence,
  form: boolean,
  header: 'arrives' | 'unknown',
): Promise<CredentialOutcome> {
  const body = await evidence.ask.xmlRpc()
  if (body === 'accepted') {
    if (!form)
      return {
        why: 'account password',
        confidence: 0.97,
        because:
          'XML-RPC accepts it as the login password, and it has not the form of an application password (24 letters and digits)',
      }
    if (header === 'arrives')
      return {
        why: 'account password',
        confidence: 0.9,
        because: 'XML-RPC accepts it, and the Authorization header does arrive: it is the login password',
      }
    return {
      why: 'stripped',
      confidence: 0.92,
      because: 'the same password is accepted by XML-RPC, where it travels in the body',
    }
  }
  if (!form)
    return {
      why: 'account password',
      confidence: 0.85,
      because: 'it has not the form of an application password (24 letters and digits)',
    }
  if (header === 'arrives')
    return {
      why: 'wrong',
      confidence: 0.95,
      because: "the site's JWT plugin says that the Authorization header arrives",
    }
  if (body === 'refused')
    return {
      why: 'wrong',
      confidence: 0.95,
      because: 'XML-RPC, where the password travels in the body, refuses it too',
    }
  return { why: 'unknown', because: 'this site has neither XML-RPC nor a JWT plugin open, which could tell' }
}

/** Whether a site that takes such credentials answered to ours as to somebody who is not logged in. */
async function wasTakenForStranger(evidence: Evidence): Promise<boolean> {
  const { verification, login, discovery } = evidence
  if (verification === null || verification.user !== null) return false
  const { answer } = verification
  const code = answer.envelope?.code
  if (code === undefined || (statusOf(answer) !== 401 && statusOf(answer) !== 403)) return false
  // The site's own words for strangers are those that it closed its root with; other codes of plugins pass through.
  if (!strangerCodes.test(code) && code !== discovery.probe?.answer.envelope?.code) return false
  if (code !== 'rest_not_logged_in' && isTakenForUser(evidence, answer)) return false
  if (login?.kind !== 'application-password') return true
  if (discovery.index !== null) return discovery.index.authorizationUrl !== null
  // A closed root does not say whether application passwords are on.
  const route = await evidence.ask.passwordsRoute()
  return route?.envelope?.code !== 'application_passwords_disabled'
}

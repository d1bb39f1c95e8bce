import { isAuthenticatedReply, statusOf } from '../../answer.ts'
import { isApplicationPasswordForm } from '../../credentials.ts'
import type { Evidence } from '../evidence.ts'

/** Why a user name and password were not taken. */
export type CredentialOutcome =
  | { readonly why: 'stripped' | 'wrong' | 'account password'; readonly confidence: number; readonly because: string }
  /** No oracle could tell. */
  | { readonly why: 'unknown'; readonly because: string }

const legacyCodes = new Set(['incorrect_password', 'invalid_username', 'invalid_email', 'invalidcombo'])

/**
 * Since 6.3.2 WordPress treats a wrong application password as a stranger, exactly as when the Authorization header was
 * lost on the way. Oracles tell the two apart: a password that cannot be wrong, Tmeister's validate route (which says
 * whether a header arrives), XML-RPC (which carries the password in its body). `null` when this is not what happened.
 */
export async function judgeCredential(evidence: Evidence): Promise<CredentialOutcome | null> {
  if (!(await wasTakenForStranger(evidence))) return null
  const { login } = evidence
  if (login === null) return null
  if (evidence.fresh)
    return {
      why: 'stripped',
      confidence: 0.95,
      because: 'the site made this password a moment ago, so it cannot be wrong',
    }
  const form = login.kind === 'application-password' && isApplicationPasswordForm(login.password)
  const header = await evidence.ask.bearer()
  if (header === 'stripped')
    return {
      why: 'stripped',
      confidence: 0.97,
      because: "the site's JWT plugin says that no Authorization header arrives",
    }
  const body = await evidence.ask.xmlRpc()
  if (body === 'accepted') {
    return form
      ? {
          why: 'stripped',
          confidence: 0.95,
          because: 'the same password is accepted by XML-RPC, where it travels in the body',
        }
      : {
          why: 'account password',
          confidence: 0.97,
          because:
            'XML-RPC accepts it as the login password, and it has not the form of an application password (24 letters and digits)',
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

/** Whether a site that offers application passwords answered to ours as to somebody who is not logged in. */
async function wasTakenForStranger(evidence: Evidence): Promise<boolean> {
  const { verification, login, discovery } = evidence
  if (verification === null || verification.user !== null || login?.kind !== 'application-password') return false
  const { answer } = verification
  if (answer.envelope === null || legacyCodes.has(answer.envelope.code) || isAuthenticatedReply(answer)) return false
  if (/^jwt_auth|^application_passwords_disabled/.test(answer.envelope.code)) return false
  if (statusOf(answer) !== 401 && statusOf(answer) !== 403) return false
  if (discovery.index !== null) return discovery.index.authorizationUrl !== null
  // A closed root does not say whether application passwords are on.
  const route = await evidence.ask.passwordsRoute()
  return route === null || statusOf(route) !== 501
}

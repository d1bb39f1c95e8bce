import { HubError } from '../../errors/hub-error.ts'
import { statusOf } from '../../wordpress/answer.ts'
import { type DiagnoseOptions, diagnose } from '../../wordpress/diagnose/diagnose.ts'
import type { Diagnosis } from '../../wordpress/diagnose/diagnosis.ts'
import { type Verification, verify } from '../../wordpress/verify.ts'
import type { Checked, SiteContext } from '../connector.ts'
import { hideSecret, type WordPressSecret } from './secret.ts'
import { openSession, readSite } from './site.ts'

/** Asks the site who we are and whether we may write: one request, two where it hides its users. */
export async function checkSite(context: SiteContext<WordPressSecret>): Promise<Checked> {
  const { session, root } = openSession(context)
  hideSecret(session.redactor, context.secret)
  const started = performance.now()
  const seen = await verify(session, root, context.secret)
  const milliseconds = Math.round(performance.now() - started)
  const { user } = seen
  const facts = user === null ? {} : { user: { ...user, can: { ...user.can } } }
  return { ok: user?.can.write ?? false, signature: signatureOf(seen), milliseconds, facts }
}

function signatureOf({ answer, user, otherUser }: Verification): string {
  if (user?.can.write) return 'ok'
  if (user !== null) return 'may not write'
  if (otherUser !== null) return 'another user'
  const { failure } = answer.exchange
  return failure === null ? `${statusOf(answer)} ${answer.envelope?.code ?? ''}`.trim() : failure.code
}

/** Says what stands between us and a site that was connected. */
export async function diagnoseSite(context: SiteContext<WordPressSecret>): Promise<Diagnosis> {
  const { address, allowRoots } = readSite(context.site)
  const options: DiagnoseOptions = {
    login: context.secret,
    workedBefore: true,
    allowRoots,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    ...(context.onAttempt === undefined ? {} : { onAttempt: context.onAttempt }),
  }
  const { diagnosis } = await diagnose(context.http, address, options)
  if (diagnosis.verdict === 'connectable')
    throw new HubError('internal', 'A diagnosis with a login is never connectable')
  return diagnosis
}

import { statusOf } from '../../answer.ts'
import { judgeApproval } from '../approval.ts'
import type { Check, NoteCheck } from '../check.ts'
import { authorizationPageOf } from '../evidence.ts'

const advice = 'log in at the secret address of the site first, then open the approval page in the same browser'

/** Only where the API is closed to strangers too: an open one offers application passwords, and the note is enough. */
export const hiddenLogin: Check = {
  code: 'hidden_login',
  layer: 'login',
  title: 'The login page is hidden',
  async look(evidence) {
    if (evidence.login !== null || evidence.discovery.root === null || evidence.discovery.index !== null) return null
    const page = await evidence.ask.authorizePage()
    if (page === null || judgeApproval(page) !== 'hidden') return null
    return {
      verdict: 'refused',
      // Missing, it may also be in a folder that nothing names.
      confidence: statusOf(page) === 404 ? 0.6 : 0.8,
      cause: `A plugin such as WPS Hide Login hides the login page: ${authorizationPageOf(evidence.discovery).pathname} leads strangers away. The API is closed to strangers too, so we cannot see whether it takes application passwords.`,
      fix: `To connect, ${advice}. Or type a user name and an application password here.`,
    }
  },
}

export const hiddenLoginNote: NoteCheck = {
  code: 'hidden_login',
  async look(evidence) {
    const { index } = evidence.discovery
    if (evidence.login !== null || index === null || index.authorizationUrl === null) return null
    if (judgeApproval(await evidence.ask.authorizePage()) !== 'hidden') return null
    return `The login page is hidden by a plugin: ${advice}.`
  },
}

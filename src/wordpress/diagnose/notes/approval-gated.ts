import { judgeApproval } from '../approval.ts'
import type { NoteCheck } from '../check.ts'

/** The API is open and wp-admin is not: people do this to keep robots from the login page. */
export const approvalGated: NoteCheck = {
  code: 'http_basic_gate',
  async look({ login, discovery, ask }) {
    const { index } = discovery
    if (login !== null || index === null || index.authorizationUrl === null) return null
    if (judgeApproval(await ask.authorizePage()) !== 'gated') return null
    return 'A password of the web server stands before wp-admin. WordPress then offers neither the approval with one click nor new application passwords in the profile; existing ones work. Exempting wp-admin from it, for a moment, is enough to make one.'
  },
}

import { isCallbackAcceptable } from '../../authorize.ts'
import { judgeApproval } from '../approval.ts'
import type { Check, NoteCheck } from '../check.ts'

export const callbackInsecure: Check = {
  code: 'callback_insecure',
  layer: 'login',
  title: 'The site does not send people back to an http address',
  async look(evidence) {
    if (evidence.login !== null || evidence.discovery.root === null) return null
    if (judgeApproval(await evidence.ask.authorizePage()) !== 'insecure callback') return null
    return {
      verdict: 'refused',
      confidence: 0.9,
      cause: 'The approval page says that the address to return to "must be served over a secure connection".',
      fix: 'Approve without a return address and paste the password that the site shows, or reach this hub over https.',
    }
  },
}

/** Before anything goes wrong: WordPress before 7.0 takes no http address at all, later ones 127.0.0.1 alone. */
export const callbackNote: NoteCheck = {
  code: 'callback_insecure',
  look({ callback, discovery, login }) {
    if (login !== null || callback === null || !discovery.index?.authorizationUrl) return null
    if (isCallbackAcceptable(callback, discovery.best.page?.version ?? null)) return null
    return `The site would not send you back to ${callback.origin}, which is not https: it shows the password after the approval, to be pasted here.`
  },
}

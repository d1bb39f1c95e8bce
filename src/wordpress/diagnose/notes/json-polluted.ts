import type { NoteCheck } from '../check.ts'
import { seenAnswers } from '../evidence.ts'
import { quote } from '../signature.ts'

export const jsonPolluted: NoteCheck = {
  code: 'json_polluted',
  look(evidence) {
    const polluted = seenAnswers(evidence).find(
      ({ json, exchange }) => json?.noise && exchange.response?.status === 200,
    )
    if (!polluted?.json?.noise) return null
    return `The site puts something around its answers, which we take off: ${quote(polluted.json.noise, 120)}. Switch display_errors off (WP_DEBUG_DISPLAY false), or save the PHP file without a byte order mark.`
  },
}

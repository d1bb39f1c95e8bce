import { statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

export const wordfenceWaf = refusedBy({
  code: 'wordfence_waf',
  layer: 'edge',
  title: 'The Wordfence firewall blocks the request',
  recognise: (answer) =>
    statusOf(answer) >= 400 && says(answer, 'a potentially unsafe operation has been detected') ? 0.95 : 0,
  cause: () => 'with "A potentially unsafe operation has been detected", the block page of Wordfence',
  advise: () => ({
    verdict: 'refused',
    fix: 'In WordPress: Wordfence → Tools → Live Traffic, find the blocked request of Pressroom and choose "Add Param to Firewall Allowlist". Or Wordfence → Firewall → All Firewall Options → Allowlisted URLs: add /wp-json/. Learning mode for a day does the same by itself.',
  }),
})

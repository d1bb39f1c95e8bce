import { type Answer, statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

/** Wordfence's reason for this block, in its page and its log. */
export function isBlankAgentBlock(answer: Answer): boolean {
  return statusOf(answer) >= 400 && says(answer, 'blank user-agent and referer', 'blank user agent and referer')
}

/** We always send both headers, so something on the way takes them off. */
export const wordfenceBlankUa = refusedBy({
  code: 'wordfence_blank_ua',
  layer: 'edge',
  title: 'Wordfence blocks requests without User-Agent and Referer, and something takes ours off',
  recognise: (answer) => (isBlankAgentBlock(answer) ? 0.9 : 0),
  cause: () =>
    'with the block of Wordfence against POST requests with a blank User-Agent and Referer, though we sent both',
  advise: () => ({
    verdict: 'refused',
    fix: 'In WordPress: Wordfence → Firewall → All Firewall Options → Brute Force Protection → Additional Options: untick "Block IPs who send POST requests with blank User-Agent and Referer", and delete the block of our IP address. A proxy before the site takes the two headers off: it should pass them on.',
  }),
})

import { headerOf, statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'
import { isBlankAgentBlock } from './wordfence-blank-ua.ts'

export const wordfenceLockout = refusedBy({
  code: 'wordfence_lockout',
  layer: 'edge',
  title: 'Wordfence has locked our address out',
  recognise: (answer) =>
    statusOf(answer) >= 400 &&
    says(answer, 'your access to this site has been limited', 'your access to this service has been limited') &&
    !isBlankAgentBlock(answer)
      ? 0.95
      : 0,
  cause(answer) {
    const wait = headerOf(answer, 'retry-after').slice(0, 40)
    return `with "Your access to this site has been limited by the site owner", the lockout of Wordfence${wait === '' ? '' : ` (Retry-After: ${wait})`}`
  },
  advise: () => ({
    verdict: 'unavailable',
    fix: 'Do not try again meanwhile: it makes the lockout longer. In WordPress: Wordfence → Firewall → Blocking: delete the block of our IP address, and add it under All Firewall Options → Allowlisted IP addresses.',
  }),
})

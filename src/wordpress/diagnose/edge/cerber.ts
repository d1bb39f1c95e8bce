import { statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

export const cerber = refusedBy({
  code: 'cerber',
  layer: 'edge',
  title: 'WP Cerber Security blocks the REST API',
  recognise: (answer) =>
    statusOf(answer) >= 400 &&
    says(answer, "we're sorry, you are not allowed to proceed", 'we&#8217;re sorry, you are not allowed to proceed')
      ? 0.95
      : 0,
  cause: () => 'with "We\'re sorry, you are not allowed to proceed", the page of WP Cerber',
  advise: () => ({
    verdict: 'refused',
    fix: 'In WordPress: WP Cerber → Hardening → Access to WordPress REST API: tick "Allow access to REST API for logged-in users", or untick "Block access to WordPress REST API except any of the following". If only our IP address is blocked: WP Cerber → Access Lists → White IP Access List.',
  }),
})

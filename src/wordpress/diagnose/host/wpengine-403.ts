import { type Answer, headerOf, statusOf } from '../../answer.ts'
import { refusedBy } from '../signature.ts'

function isWpEngine(answer: Answer): boolean {
  const headers = Object.keys(answer.exchange.response?.headers ?? {})
  return /wp engine/i.test(headerOf(answer, 'x-powered-by')) || headers.some((name) => name.startsWith('wpe-'))
}

/** Reported by users; what causes it was not verified. */
export const wpengine403 = refusedBy({
  code: 'wpengine_403',
  layer: 'host',
  title: 'WP Engine refuses the request',
  recognise: (answer, { discovery }) =>
    statusOf(answer) === 403 && answer.envelope === null && (isWpEngine(answer) || isWpEngine(discovery.best.home))
      ? 0.45
      : 0,
  cause: () => 'on a site of WP Engine, without a word of WordPress. Others report this of its legacy network',
  advise: () => ({
    verdict: 'refused',
    fix: 'Ask WP Engine whether this site is on the legacy network, and to move it to Advanced Network; look at User Portal → Web rules too. This is a guess from reports of others.',
    askHost:
      'It gets 403 from your network before WordPress is asked. Please check whether the legacy network or a web rule blocks it.',
  }),
})

import { type Answer, headerOf, statusOf } from '../../answer.ts'
import { refusedBy, says, searchable } from '../signature.ts'

const reasons: Record<string, string> = {
  1006: 'our IP address is banned',
  1007: 'our IP address is banned',
  1008: 'our IP address is banned',
  1009: 'our country is banned',
  1010: 'our User-Agent is banned',
  1015: 'we sent too many requests',
  1020: 'a firewall rule forbids it',
}

/** Cloudflare's own error number, such as 1010. */
function numberOf(answer: Answer): string | null {
  return /error(?: code)?:? {0,4}(?:<[^<>]{0,80}>)?(10\d\d)/.exec(searchable(answer))?.[1] ?? null
}

export const cloudflareBlock = refusedBy({
  code: 'cloudflare_block',
  layer: 'edge',
  title: 'A rule in Cloudflare blocks us',
  recognise(answer) {
    if (statusOf(answer) < 400 || headerOf(answer, 'cf-mitigated') === 'challenge') return 0
    const text = says(answer, 'used cloudflare to restrict access', 'sorry, you have been blocked')
    if (text && says(answer, 'cloudflare')) return 0.9
    return headerOf(answer, 'server') === 'cloudflare' && numberOf(answer) !== null ? 0.9 : 0
  },
  cause(answer) {
    const number = numberOf(answer)
    const reason = number === null ? 'a firewall rule' : `error ${number}: ${reasons[number] ?? 'a rule of the site'}`
    return `with a block page of Cloudflare (${reason})`
  },
  advise: (answer) => ({
    verdict: numberOf(answer) === '1015' ? 'unavailable' : 'refused',
    fix:
      numberOf(answer) === '1010'
        ? 'In Cloudflare: Security → Settings → Browser Integrity Check: switch it off for /wp-json/ (Rules → Configuration Rules), or allow our User-Agent by a Skip rule.'
        : 'In Cloudflare: Security → Events shows the rule that fired. Add a WAF custom rule with the action Skip for our User-Agent on /wp-json/, above it.',
    snippets: [
      {
        server: 'Cloudflare',
        where: 'Security → WAF → Custom rules, action Skip',
        lines: '(starts_with(http.request.uri.path, "/wp-json/") and http.user_agent contains "Pressroom")',
      },
    ],
  }),
})

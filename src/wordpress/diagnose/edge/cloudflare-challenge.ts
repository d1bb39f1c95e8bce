import { headerOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

export const cloudflareChallenge = refusedBy({
  code: 'cloudflare_challenge',
  layer: 'edge',
  title: 'Cloudflare asks for a challenge that only a browser can solve',
  recognise(answer) {
    if (headerOf(answer, 'cf-mitigated') === 'challenge') return 0.97
    if (answer.json !== null && says(answer, '"rayid"', '"ray_id"') && says(answer, 'challenge')) return 0.9
    return headerOf(answer, 'server') === 'cloudflare' && says(answer, '/cdn-cgi/challenge-platform/', '_cf_chl_opt')
      ? 0.9
      : 0
  },
  cause(answer) {
    const ray = headerOf(answer, 'cf-ray').slice(0, 40)
    return `with a challenge of Cloudflare in place of the site${ray === '' ? '' : ` (ray ${ray})`}`
  },
  advise: () => ({
    verdict: 'refused',
    fix: 'In Cloudflare: Security → WAF → Custom rules → Create rule: when URI Path starts with /wp-json/, then Skip (all remaining custom rules, Super Bot Fight Mode, managed challenge). On the free plan, switch off Bot Fight Mode as well: rules cannot skip it.',
    snippets: [
      {
        server: 'Cloudflare',
        where: 'Security → WAF → Custom rules, action Skip',
        lines: '(starts_with(http.request.uri.path, "/wp-json/"))',
      },
    ],
  }),
})

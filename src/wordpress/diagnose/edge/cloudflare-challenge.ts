import { headerOf, textOf } from '../../answer.ts'
import type { Check } from '../check.ts'

export const cloudflareChallenge: Check = {
  code: 'cloudflare_challenge',
  layer: 'edge',
  title: 'Cloudflare asks for a challenge that only a browser can solve',
  look({ decisive }) {
    const answer = decisive.find(
      (candidate) =>
        headerOf(candidate, 'cf-mitigated') === 'challenge' ||
        (/"ray_?id"/i.test(textOf(candidate)) && /"[^"]*challenge[^"]*"/i.test(textOf(candidate).slice(0, 4000))),
    )
    if (answer === undefined) return null
    return {
      verdict: 'refused',
      confidence: 0.97,
      cause: `Cloudflare answered ${answer.exchange.response?.status} with a challenge in place of the site${headerOf(answer, 'cf-ray') === '' ? '' : ` (ray ${headerOf(answer, 'cf-ray')})`}.`,
      fix: 'In Cloudflare: Security → WAF → Custom rules → Create rule: when URI Path starts with /wp-json/, then Skip (all remaining custom rules, Super Bot Fight Mode, managed challenge).',
      snippets: [
        {
          server: 'Cloudflare',
          where: 'Security → WAF → Custom rules, action Skip',
          lines: '(starts_with(http.request.uri.path, "/wp-json/"))',
        },
      ],
    }
  },
}

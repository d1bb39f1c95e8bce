import { headerOf, statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

export const sitegroundCaptcha = refusedBy({
  code: 'siteground_captcha',
  layer: 'edge',
  title: 'SiteGround asks for a captcha',
  recognise(answer) {
    if (headerOf(answer, 'sg-captcha') !== '') return 0.95
    return says(answer, '/.well-known/sgcaptcha/') && (statusOf(answer) === 202 || statusOf(answer) >= 400) ? 0.9 : 0
  },
  cause: () => 'with the captcha of SiteGround, which only a browser can solve',
  advise: () => ({
    verdict: 'refused',
    fix: 'Only SiteGround can open it: write to its support with the letter below, and ask to exempt /wp-json/ from the anti-bot system for our IP address.',
    askHost:
      'Your anti-bot system answers it with a captcha (SG-Captcha). Please exempt /wp-json/ on this site, or allow its IP address.',
  }),
})

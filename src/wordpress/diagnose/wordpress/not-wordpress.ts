import { statusOf } from '../../answer.ts'
import type { Check } from '../check.ts'
import { quote } from '../signature.ts'

export const notWordpress: Check = {
  code: 'not_wordpress',
  layer: 'wordpress',
  title: 'This is not a WordPress site',
  look({ discovery }) {
    const { best, root, visits } = discovery
    if (root !== null || visits.some(({ page }) => page?.wordpress === true)) return null
    const status = statusOf(best.home)
    // A refusal or a crash may hide a WordPress.
    const missing = status === 404 || status === 410
    if (!(status >= 200 && status < 300) && !missing) return null
    const title = best.page?.title
    const shows = missing ? `answers ${status}` : `shows ${title == null ? 'a page' : `"${quote(title, 80)}"`}`
    const hung = best.probes.some(({ answer }) => answer.exchange.response === null)
    return {
      verdict: 'not-wordpress',
      confidence: hung ? 0.5 : missing ? 0.8 : 0.92,
      cause: `${best.home.exchange.url.origin} ${shows} without any mark of WordPress (no REST link, no generator, no wp-content), and none of ${best.probes.length} usual addresses of its API answers.`,
      fix: 'Type the address of the WordPress itself: a blog may live in a folder (https://example.com/blog) or under another name (https://blog.example.com, https://cms.example.com). Its wp-admin page is a good guide: copy that address.',
    }
  },
}

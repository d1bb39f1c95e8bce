import type { Check } from '../check.ts'
import { quote } from '../signature.ts'

export const answeredForOtherUser: Check = {
  code: 'answered_for_other_user',
  layer: 'login',
  title: 'The site answers for another user',
  look({ verification, login }) {
    if (verification?.otherUser == null) return null
    const asked = quote(login?.username ?? '', 60)
    const about = quote(verification.otherUser, 60)
    return {
      verdict: 'refused',
      confidence: 0.95,
      cause: `We asked as "${asked}", and ${about === asked ? 'strangers get the same answer' : `the answer is about "${about}"`}. A cache hands out what it kept for somebody else, or a plugin logs everybody in as one user.`,
      fix: 'Exempt /wp-json/ from the page cache of the host or the plugin, and empty the cache. If the user has two names, type the login name that its profile shows.',
      snippets: [
        {
          server: 'nginx',
          where: 'beside the other fastcgi_cache lines',
          lines: 'fastcgi_cache_bypass $http_authorization;\nfastcgi_no_cache $http_authorization;',
        },
        {
          server: 'LiteSpeed',
          where: 'WordPress → LiteSpeed Cache → Cache',
          lines: 'Cache REST API: OFF',
        },
        { server: 'Varnish', where: 'vcl_recv', lines: 'if (req.http.Authorization) { return (pass); }' },
      ],
      askHost:
        'Answers of the REST API are cached and handed to other users, which leaks private data. Please exempt /wp-json/ from the cache, at least where an Authorization header is sent.',
      oneClick: false,
    }
  },
}

import type { Check, Snippet } from '../check.ts'
import { judgeCredential } from './credential-outcome.ts'

const setEnv = 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1'
const rewrite = 'RewriteEngine On\nRewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]'

/** The line that hands the header to PHP, for each kind of server. */
const authorizationSnippets: readonly Snippet[] = [
  { server: 'Apache', where: '.htaccess in the folder of WordPress, above "# BEGIN WordPress"', lines: setEnv },
  { server: 'LiteSpeed', where: '.htaccess in the folder of WordPress, above "# BEGIN WordPress"', lines: rewrite },
  {
    server: 'nginx',
    where: 'the location block that passes .php to PHP-FPM',
    lines: 'fastcgi_param HTTP_AUTHORIZATION $http_authorization;',
  },
  {
    server: 'nginx as a proxy',
    where: 'the location block with proxy_pass',
    lines: 'proxy_set_header Authorization $http_authorization;',
  },
  {
    server: 'Plesk',
    where: 'Domains → Apache & nginx Settings → Additional nginx directives',
    lines: 'proxy_set_header Authorization $http_authorization;',
  },
  { server: 'cPanel', where: 'File Manager → public_html/.htaccess, above "# BEGIN WordPress"', lines: setEnv },
]

export const authHeaderStripped: Check = {
  code: 'auth_header_stripped',
  layer: 'login',
  title: 'The host strips the Authorization header',
  async look(evidence) {
    const outcome = await judgeCredential(evidence)
    if (outcome === null || (outcome.why !== 'stripped' && outcome.why !== 'unknown')) return null
    return {
      verdict: 'refused',
      confidence: outcome.why === 'stripped' ? outcome.confidence : 0.4,
      cause: `The credential never reaches WordPress: ${outcome.because}.`,
      fix: `Add the line for your server, then check again. On Apache, in .htaccess above "# BEGIN WordPress": ${setEnv} — on nginx, beside the other fastcgi_param lines: fastcgi_param HTTP_AUTHORIZATION $http_authorization;`,
      snippets: authorizationSnippets,
      askHost:
        'The Authorization header of requests does not reach PHP: please pass it on (Apache: CGIPassAuth On or SetEnvIf Authorization; nginx: fastcgi_param HTTP_AUTHORIZATION $http_authorization).',
    }
  },
}

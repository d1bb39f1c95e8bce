import { statusOf } from '../../answer.ts'
import type { Check } from '../check.ts'

export const restHidden: Check = {
  code: 'rest_hidden',
  layer: 'rest',
  title: 'The site is WordPress, but its REST API cannot be found',
  look({ discovery }) {
    const { best, root, visits } = discovery
    if (root !== null || !visits.some(({ page }) => page?.wordpress === true)) return null
    if (best.probes.length === 0) return null
    const outcomes = best.probes.map(({ url, answer }) =>
      `${url.pathname}${url.search} ${statusOf(answer) || 'no answer'}`.slice(0, 120),
    )
    // With 404 everywhere the API is switched off or not routed; otherwise something stands before it that we do not know.
    const missing = best.probes.every(({ answer }) => statusOf(answer) === 404)
    return {
      verdict: 'refused',
      confidence: missing ? 0.55 : 0.4,
      cause: `The page shows WordPress, but no address of the API answers as WordPress does: ${outcomes.join(', ')}.`,
      fix: 'Save Settings → Permalinks once in WordPress: it writes the rewrite rules again. If that does not help, a security or performance plugin has switched the REST API off ("Disable REST API", "Remove REST API links"), or a rule of the web server blocks /wp-json/.',
      snippets: [
        {
          server: 'Apache',
          where: '.htaccess in the folder of WordPress (needs AllowOverride All)',
          lines:
            '# BEGIN WordPress\nRewriteEngine On\nRewriteRule ^index\\.php$ - [L]\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\nRewriteRule . /index.php [L]\n# END WordPress',
        },
        {
          server: 'nginx',
          where: 'the server block',
          lines: 'location / {\n  try_files $uri $uri/ /index.php?$args;\n}',
        },
      ],
      askHost:
        'The REST API of WordPress is not reachable. Please check that no rule blocks /wp-json/ and ?rest_route=, and that missing files are handed to /index.php.',
    }
  },
}

import { judgeApproval } from '../approval.ts'
import type { Check } from '../check.ts'
import { forwardedLine } from './app-pw-no-https.ts'
import { arePasswordsOff, hasKnownSwitch } from './passwords-off.ts'

export const tlsProxy: Check = {
  code: 'tls_proxy',
  layer: 'login',
  title: 'WordPress does not know that it is reached over https',
  async look(evidence) {
    const { index } = evidence.discovery
    if (index === null || !index.url.startsWith('https://') || !(await arePasswordsOff(evidence))) return null
    // An admin page that leads to its own https address is WordPress asking for the https that it already has.
    const approval = judgeApproval(await evidence.ask.authorizePage())
    const confidence = approval === 'loops' ? 0.92 : approval === 'open' || hasKnownSwitch(evidence) ? 0.35 : 0.5
    return {
      verdict: 'refused',
      confidence,
      cause: `The address of the site is https, but WordPress offers no application passwords, as it does over http${approval === 'loops' ? ', and its admin pages redirect to themselves' : ''}: a proxy ends TLS before it and does not say so.`,
      fix: 'Make the proxy send X-Forwarded-Proto, and let WordPress believe it: add the line to wp-config.php. If TLS is right, a filter in the theme or a must-use plugin (wp_is_application_passwords_available) is the other candidate.',
      snippets: [
        { server: 'wp-config.php', where: 'above "That\'s all, stop editing"', lines: forwardedLine },
        {
          server: 'nginx',
          where: 'the location block with proxy_pass',
          lines: 'proxy_set_header X-Forwarded-Proto $scheme;',
        },
        {
          server: 'Apache',
          where: 'the VirtualHost of port 443 that proxies',
          lines: 'RequestHeader set X-Forwarded-Proto "https"',
        },
        {
          server: 'Plesk',
          where: 'Domains → Apache & nginx Settings → Additional nginx directives',
          lines: 'proxy_set_header X-Forwarded-Proto $scheme;',
        },
      ],
      askHost:
        'WordPress does not see that it is reached over https. Please send X-Forwarded-Proto: https from the proxy, and set HTTPS=on for PHP.',
      oneClick: false,
    }
  },
}

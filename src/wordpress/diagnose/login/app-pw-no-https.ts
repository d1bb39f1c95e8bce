import type { Check } from '../check.ts'
import { arePasswordsOff } from './passwords-off.ts'

export const appPwNoHttps: Check = {
  code: 'app_pw_no_https',
  layer: 'login',
  title: 'Application passwords need https, and the site has none',
  async look(evidence) {
    const { discovery } = evidence
    const { root, index } = discovery
    if (root === null || !(await arePasswordsOff(evidence))) return null
    const address = index?.url || root.url.href
    if (!address.startsWith('http://')) return null
    const secure = root.url.protocol === 'https:'
    return {
      verdict: 'refused',
      // A site of one's own machine may call itself "local", and then something else switched them off.
      confidence: isOwnMachine(root.url.hostname) ? 0.5 : 0.9,
      cause: `WordPress offers application passwords over https alone, and its own address is ${address.slice(0, 200)}${secure ? ', though it answers at https' : ''}.`,
      fix: secure
        ? 'Set both addresses in Settings → General to https://. If a proxy ends TLS before the server, add the line to wp-config.php, so that WordPress knows.'
        : "Install a certificate (Let's Encrypt is free; most control panels do it with one click), then set both addresses in Settings → General to https://. A site for trying out may call itself local instead.",
      snippets: [
        {
          server: 'wp-config.php',
          where: 'above "That\'s all, stop editing"',
          lines: secure ? forwardedLine : "define('WP_ENVIRONMENT_TYPE', 'local');",
        },
      ],
      oneClick: false,
    }
  },
}

/** What tells WordPress that a proxy before it speaks https. */
export const forwardedLine = "if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') { $_SERVER['HTTPS'] = 'on'; }"

function isOwnMachine(hostname: string): boolean {
  return /^(?:127\.[\d.]+|\[::1\]|localhost|.+\.(?:localhost|local|test))$/.test(hostname)
}

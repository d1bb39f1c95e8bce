import type { Check } from '../check.ts'

export const tooManyRedirects: Check = {
  code: 'too_many_redirects',
  layer: 'network',
  title: 'The site redirects without end',
  look({ decisive }) {
    const exchange = decisive.find((answer) => answer.exchange.failure?.code === 'too_many_redirects')?.exchange
    if (exchange === undefined) return null
    const way = [exchange.asked, ...exchange.hops.map(({ to }) => to)].slice(0, 4).map((url) => url.href.slice(0, 120))
    return {
      verdict: 'refused',
      confidence: 0.9,
      cause: `${exchange.method} ${way[0]} ${exchange.failure?.message}: ${way.join(' → ')}.`,
      fix: 'Type the address at which the site answers in the end. Without end, two rules fight each other: most often https behind a proxy (set the proxy to "Full" TLS, and $_SERVER["HTTPS"] = "on" in wp-config.php when X-Forwarded-Proto is https), or www in Settings → General against www at the host.',
      snippets: [
        {
          server: 'wp-config.php',
          where: 'above "That\'s all, stop editing"',
          lines: "if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') { $_SERVER['HTTPS'] = 'on'; }",
        },
      ],
    }
  },
}

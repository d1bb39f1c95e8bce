import type { Check } from '../check.ts'
import { failedHandshake } from './failed-handshake.ts'

const remedies: Record<string, string> = {
  CERT_HAS_EXPIRED:
    'Renew the certificate (certbot renew, or SSL/TLS in the control panel), and find out why it was not renewed by itself.',
  CERT_NOT_YET_VALID: 'The certificate begins in the future: check the clock of the server, or wait.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "Install a certificate that browsers trust (Let's Encrypt is free). For a site of your own network, add its authority to NODE_EXTRA_CA_CERTS of Pressroom.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "Install a certificate that browsers trust (Let's Encrypt is free). For an authority of your own, add it to NODE_EXTRA_CA_CERTS of Pressroom.",
}

const chain =
  'The server sends its own certificate without the intermediate one. Browsers repair that, programs do not: install the full chain (fullchain.pem, not cert.pem). For an authority of your own, add it to NODE_EXTRA_CA_CERTS of Pressroom.'

export const tlsUntrusted: Check = {
  code: 'tls_untrusted',
  layer: 'tls',
  title: 'The certificate is not trusted',
  look(evidence) {
    const exchange = failedHandshake(evidence, 'tls_untrusted')
    if (exchange === null) return null
    const { message, systemCode } = exchange.failure ?? { message: '', systemCode: null }
    return {
      verdict: 'refused',
      confidence: 0.97,
      cause: `${exchange.url.host}: ${message}${systemCode === null ? '' : ` (${systemCode})`}.`,
      fix: remedies[systemCode ?? ''] ?? chain,
      snippets: [
        {
          server: 'nginx',
          where: 'the server block with ssl_certificate',
          lines: `ssl_certificate /etc/letsencrypt/live/${exchange.url.hostname}/fullchain.pem;`,
        },
        {
          server: 'Apache',
          where: 'the VirtualHost of port 443',
          lines: `SSLCertificateFile /etc/letsencrypt/live/${exchange.url.hostname}/fullchain.pem`,
        },
      ],
      askHost: `Its certificate is not trusted: ${message}. Please renew it, and install it with its full chain.`,
    }
  },
}

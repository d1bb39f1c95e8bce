import type { Check } from '../check.ts'
import { failedHandshake } from './failed-handshake.ts'

export const tlsProtocol: Check = {
  code: 'tls_protocol',
  layer: 'tls',
  title: 'No secure connection could be agreed on',
  look(evidence) {
    const exchange = failedHandshake(evidence, 'tls_protocol')
    if (exchange === null) return null
    const code = exchange.failure?.systemCode
    return {
      verdict: 'refused',
      confidence: 0.9,
      cause: `The TLS handshake with ${exchange.url.host} failed${code == null ? '' : ` (${code})`}. The server speaks TLS older than 1.2, does not know this name, or does not speak TLS on this port.`,
      fix: 'Switch on TLS 1.2 and 1.3 for this domain at the host. If the site has no https at all, type its address with http://.',
      snippets: [
        { server: 'nginx', where: 'the server block', lines: 'ssl_protocols TLSv1.2 TLSv1.3;' },
        { server: 'Apache', where: 'the VirtualHost of port 443', lines: 'SSLProtocol -all +TLSv1.2 +TLSv1.3' },
      ],
      askHost: 'The TLS handshake fails. Please switch on TLS 1.2 and 1.3 for this domain.',
    }
  },
}

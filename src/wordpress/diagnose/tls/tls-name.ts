import type { Check } from '../check.ts'
import { failedHandshake } from './failed-handshake.ts'

export const tlsName: Check = {
  code: 'tls_name',
  layer: 'tls',
  title: 'The certificate is for another name',
  look(evidence) {
    const exchange = failedHandshake(evidence, 'tls_name')
    if (exchange === null) return null
    const { hostname } = exchange.url
    const names = exchange.failure?.detail ?? []
    const twin = hostname.startsWith('www.') ? hostname.slice(4) : `www.${hostname}`
    const covered = names.find((name) => name === twin)
    return {
      verdict: 'refused',
      confidence: 0.97,
      cause: `The certificate of ${hostname} is for ${names.map((name) => name.slice(0, 100)).join(', ') || 'another name'}.`,
      fix: `${covered === undefined ? 'Issue' : `Type ${covered}, which the certificate covers. To keep this name: issue`} a certificate that names ${hostname} and its www twin (Let's Encrypt: certbot -d ${hostname} -d ${twin}), or choose the right one for this domain in the control panel of the host.`,
      askHost: `The certificate that is served for ${hostname} is for another name. Please install one for ${hostname}.`,
    }
  },
}

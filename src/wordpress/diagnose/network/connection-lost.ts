import type { Check } from '../check.ts'

export const connectionLost: Check = {
  code: 'connection_lost',
  layer: 'network',
  title: 'The connection is cut before the answer is complete',
  look({ decisive }) {
    const exchange = decisive[0]?.exchange
    if (exchange?.failure?.code !== 'connection_lost' && exchange?.failure?.code !== 'bad_answer') return null
    return {
      verdict: 'unavailable',
      confidence: 0.8,
      cause: `${exchange.method} ${exchange.url.origin}${exchange.url.pathname}: ${exchange.failure.message}.`,
      fix: 'Try again in some minutes. If it stays like this, a firewall cuts the connection, or PHP crashes: look into the error log of the web server.',
      askHost:
        'Connections to it are cut before the answer is complete. Please look into the error log of the web server, and for a firewall that resets them.',
    }
  },
}

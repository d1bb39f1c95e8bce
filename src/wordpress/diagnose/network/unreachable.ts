import type { Check } from '../check.ts'

export const unreachable: Check = {
  code: 'unreachable',
  layer: 'network',
  title: 'The site cannot be reached',
  look({ discovery }) {
    const { home, candidate } = discovery.best
    const { failure } = home.exchange
    if (failure === null || !['unreachable', 'timeout'].includes(failure.code)) return null
    const place = `${candidate.url.host} (${candidate.url.protocol.slice(0, -1)})`
    return {
      verdict: 'unavailable',
      confidence: 0.9,
      cause: `No answer from ${place}: ${failure.message}.`,
      fix: 'Open the address in a browser. If it works there, a firewall of the host turns our address away: ask the host to let it through. If it does not, the server is down or the port is wrong.',
      askHost:
        'The server takes no connection from it, or does not answer on it. Please check that it is up, and that no firewall drops this address.',
    }
  },
}

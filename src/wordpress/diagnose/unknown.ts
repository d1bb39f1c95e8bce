import { statusOf } from '../answer.ts'
import type { Evidence } from './evidence.ts'
import type { Explained } from './examine.ts'
import { quote, shorten, wordsOf } from './signature.ts'

/** Says honestly what was seen, where no class fits. The site's own code passes through. */
export function describeUnknown(evidence: Evidence): Explained {
  const [answer] = evidence.decisive
  const exchange = answer?.exchange
  const where =
    exchange === undefined
      ? 'the site'
      : `${exchange.method} ${shorten(`${exchange.url.origin}${exchange.url.pathname}`, 200)}`
  if (answer === undefined || exchange === undefined || exchange.response === null) {
    return {
      check: {
        code: 'no_answer',
        title: 'The site did not answer',
        layer: 'network',
      },
      finding: {
        verdict: 'unavailable',
        confidence: 0.5,
        cause: `${where}: ${exchange?.failure?.message ?? 'no answer'}.`,
        fix: 'Try again in some minutes. If it stays like this, send the attempts below to your host.',
      },
    }
  }
  const status = statusOf(answer)
  const { envelope } = answer
  const said = envelope === null ? wordsOf(answer) : `"${quote(envelope.message)}"`
  return {
    check: {
      code: envelope?.code ?? 'unexpected_answer',
      title:
        envelope === null
          ? `The site answered ${status}, which we cannot place`
          : `The site refused with ${envelope.code}`,
      layer: 'wordpress',
    },
    finding: {
      verdict: status >= 500 || status === 429 ? 'unavailable' : 'refused',
      confidence: 0.3,
      cause: `${where} answered ${status}${said === '' ? ' with an empty body' : `: ${said}`}.`,
      fix: 'We have not seen this before. A security plugin or a firewall of the host is likely: look for a rule about the REST API, or send the attempts to your host.',
    },
  }
}

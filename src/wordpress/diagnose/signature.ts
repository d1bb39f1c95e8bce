import { Parser } from 'htmlparser2'
import { printable } from '../../http/printable.ts'
import { type Answer, plainText, statusOf, textOf } from '../answer.ts'
import type { Check, Finding, Layer } from './check.ts'
import type { Evidence } from './evidence.ts'

/** How much of a body is searched for signatures, in characters: block pages are short, and bodies may be huge. */
const head = 32 * 1024
const tail = 4 * 1024

/** The part of a body that signatures are looked for in, lower case. */
export function searchable(answer: Answer): string {
  const text = textOf(answer)
  const part = text.length <= head + tail ? text : `${text.slice(0, head)}\n${text.slice(-tail)}`
  return part.toLowerCase()
}

/** Whether a body holds one of these texts (lower case). */
export function says(answer: Answer, ...texts: readonly string[]): boolean {
  const body = searchable(answer)
  return texts.some((text) => body.includes(text))
}

/**
 * The answers that stopped us, the furthest first. A page that shows WordPress and merely talks about a firewall is none,
 * nor is an API root that let us in; a success that is not what was asked for (a challenge with status 200) is.
 */
export function refusedAnswers({ decisive, discovery, verification }: Evidence): Answer[] {
  const { best, root, probe } = discovery
  return decisive.filter((answer) => {
    const status = statusOf(answer)
    if (status === 0 || verification?.user) return false
    if (answer === best.home) return root === null && (status >= 400 || best.page?.wordpress !== true)
    return status >= 400 || answer !== probe?.answer
  })
}

/** `GET https://a.b/wp-json/ answered 403`. */
export function answered(answer: Answer): string {
  const { method, url } = answer.exchange
  return `${method} ${shorten(`${url.origin}${url.pathname}`, 200)} answered ${statusOf(answer)}`
}

/** A site's own words for use in a sentence: plain text, one line, at most `limit` characters. */
export function quote(text: string, limit = 200): string {
  return printable(plainText(text.slice(0, 2000)), limit).trim()
}

/** What a person would read on a page, from its title on. */
export function wordsOf(answer: Answer, limit = 160): string {
  let words = ''
  let silent = 0
  const parser = new Parser({
    onopentagname(name) {
      if (name === 'script' || name === 'style') silent++
    },
    ontext(text) {
      if (silent === 0 && words.length < 4 * limit) words += `${text} `
    },
    onclosetag(name) {
      if ((name === 'script' || name === 'style') && silent > 0) silent--
    },
  })
  parser.write(textOf(answer).slice(0, head))
  parser.end()
  return printable(words.replace(/\s+/g, ' ').trim(), limit)
}

export function shorten(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}

type Advice = Omit<Finding, 'confidence' | 'cause'>

interface Signature extends Omit<Check, 'look'> {
  /** How sure this answer is of this class; 0 where it is not. */
  recognise(answer: Answer, evidence: Evidence): number
  /** Follows "GET … answered 403": a clause. */
  cause(answer: Answer): string
  advise(answer: Answer, evidence: Evidence): Advice
}

/** A class that is recognised by the answer of something that stopped us. */
export function refusedBy({ recognise, cause, advise, ...check }: Signature): Check {
  return {
    ...check,
    look(evidence) {
      for (const answer of refusedAnswers(evidence)) {
        const confidence = recognise(answer, evidence)
        if (confidence > 0)
          return { confidence, cause: `${answered(answer)} ${cause(answer)}.`, ...advise(answer, evidence) }
      }
      return null
    },
  }
}

interface EnvelopeSignature extends Omit<Check, 'look'> {
  readonly layer: Layer
  /** The codes of WordPress's error envelope. */
  readonly codes: RegExp
  readonly confidence: number
  /** Which evidence the class is about; all where not given. */
  concerns?(evidence: Evidence): boolean
  /** Follows the quoted message: a sentence. */
  readonly because: string
  readonly advice: Advice
}

/** A class that WordPress, or a plugin, names by the code of its error envelope. */
export function refusedWith({ codes, confidence, concerns, because, advice, ...check }: EnvelopeSignature): Check {
  return {
    ...check,
    look(evidence) {
      if (concerns?.(evidence) === false) return null
      const answer = refusedAnswers(evidence).find(({ envelope }) => envelope !== null && codes.test(envelope.code))
      if (answer?.envelope == null) return null
      const { code, message } = answer.envelope
      const cause = `${answered(answer)} with ${code}: "${quote(message)}". ${because}`
      return { confidence, cause, ...advice }
    },
  }
}

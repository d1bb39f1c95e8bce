import { type Answer, isAuthenticatedReply, statusOf } from '../../answer.ts'
import type { Check, Finding, NoteCheck } from '../check.ts'
import { type Evidence, seenAnswers } from '../evidence.ts'
import { answered, quote } from '../signature.ts'

/** A plugin that closes the REST API to people who are not logged in: harmless, unless it closes it to others too. */
export interface Closer {
  readonly code: string
  /** As a person knows it. */
  readonly plugin: string
  /** The code of its error envelope. */
  readonly envelope: string
  /** Its words, where others use the same code. */
  readonly words?: RegExp
  /** How to open it, as a sentence. */
  readonly open: string
}

/** The note: strangers are turned away, which does not matter with a credential. */
export function closedNote(closer: Closer): NoteCheck {
  return {
    code: closer.code,
    async look(evidence) {
      const seen = [...seenAnswers(evidence)]
      if (evidence.thorough) seen.push(...[await evidence.ask.usersRoute()].filter((answer) => answer !== null))
      if (!seen.some((answer) => answer !== evidence.verification?.answer && isFrom(closer, answer))) return null
      return `${closer.plugin} closes the REST API to strangers (${closer.envelope}). With a credential it does no harm.`
    },
  }
}

/** The class where it stops a stranger: nobody gave a credential, or the login by JWT has to ask as a stranger. */
export function closedToStrangers(closer: Closer): Check {
  return {
    code: closer.code,
    layer: 'rest',
    title: `${closer.plugin} closes the REST API to strangers`,
    look: (evidence) => (evidence.verification === null ? findStranger(closer, evidence) : null),
  }
}

/** The class where it turns users away whom WordPress knows. */
export function closedToUsers(closer: Closer): Check {
  return {
    code: closer.code,
    layer: 'rest',
    title: `${closer.plugin} closes the REST API to this user`,
    look: (evidence) => (evidence.verification === null ? null : findUser(closer, evidence)),
  }
}

/** Both, for plugins that know no roles. */
export function closed(closer: Closer): Check {
  return {
    ...closedToStrangers(closer),
    title: `${closer.plugin} closes the REST API`,
    look: (evidence) => (evidence.verification === null ? findStranger(closer, evidence) : findUser(closer, evidence)),
  }
}

function findStranger(closer: Closer, { decisive, login }: Evidence): Finding | null {
  const answer = decisive.find((candidate) => isFrom(closer, candidate))
  if (answer === undefined) return null
  return {
    verdict: 'refused',
    confidence: login === null ? 0.6 : 0.85,
    cause: `${describe(closer, answer)}. Only users who are logged in may ask${login === null ? '' : ', and a login by JWT has to ask as a stranger'}.`,
    fix:
      login === null
        ? `Give a user name and an application password: logged-in users are usually let in. ${closer.open}`
        : `Connect with an application password. Or open the routes of the JWT plugin to strangers. ${closer.open}`,
  }
}

function findUser(closer: Closer, evidence: Evidence): Finding | null {
  const answer = evidence.decisive.find((candidate) => isFrom(closer, candidate))
  // To a wrong credential it says the same as to a stranger: that is for the login layer to judge.
  if (answer === undefined || !isTakenForUser(evidence, answer)) return null
  return {
    verdict: 'refused',
    confidence: 0.92,
    cause: `${describe(closer, answer)}, though WordPress knows the user: the API is closed to logged-in users as well.`,
    fix: closer.open,
  }
}

/**
 * Whether WordPress knew who asked, by the headers that it sends to users alone. They say nothing where a stranger got them
 * as well, as behind hosts that put them on every answer.
 */
export function isTakenForUser({ discovery }: Evidence, answer: Answer): boolean {
  const stranger = discovery.probe?.answer
  return isAuthenticatedReply(answer) && statusOf(answer) >= 400 && !(stranger && isAuthenticatedReply(stranger))
}

function isFrom(closer: Closer, { envelope }: Answer): boolean {
  return envelope?.code === closer.envelope && (closer.words?.test(envelope.message) ?? true)
}

function describe(closer: Closer, answer: Answer): string {
  return `${answered(answer)} with ${closer.envelope}: "${quote(answer.envelope?.message ?? '')}"`
}

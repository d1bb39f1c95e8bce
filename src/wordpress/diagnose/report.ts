import type { HttpSession } from '../../http/client.ts'
import { printable } from '../../http/printable.ts'
import { headerOf } from '../answer.ts'
import { describeJwt } from '../jwt.ts'
import type { SiteUser } from '../verify.ts'
import { judgeApproval } from './approval.ts'
import type { Layer, Note, NoteCheck, Snippet } from './check.ts'
import { describeSite, redactSite, redactUser } from './describe-site.ts'
import type { Diagnosis } from './diagnosis.ts'
import { authorizationPageOf, type Evidence } from './evidence.ts'
import type { Explained } from './examine.ts'
import { writeLetter } from './letter.ts'
import { describeUnknown } from './unknown.ts'
import { withheldFrom } from './withheld.ts'

/** No sentence of ours comes near it. */
const longestText = 2000

const well = {
  code: null,
  confidence: 1,
  cause: null,
  fix: null,
  snippets: [],
  letter: null,
  alternatives: [],
} as const

export async function reportConnected(
  evidence: Evidence,
  user: SiteUser,
  checks: readonly NoteCheck[],
  session: HttpSession,
): Promise<Diagnosis> {
  const site = describeSite(evidence)
  const role = user.roles[0]
  const redact = createRedact(session)
  return {
    ...well,
    verdict: 'connected',
    title: redact(
      `Connected to ${site?.name || site?.home || 'the site'} as ${user.name || 'the user'}${role === undefined ? '' : ` (${role})`}`,
    ),
    site: redactSite(site, redact),
    user: redactUser(user, redact),
    authorize: authorizeOf(evidence),
    withheldFrom: null,
    notes: await takeNotes(evidence, checks, redact),
    attempts: session.attempts,
  }
}

export async function reportConnectable(
  evidence: Evidence,
  checks: readonly NoteCheck[],
  session: HttpSession,
): Promise<Diagnosis> {
  const site = describeSite(evidence)
  const { index } = evidence.discovery
  const offered = index === null || index.authorizationUrl !== null
  const gated = offered && judgeApproval(await evidence.ask.authorizePage()) === 'gated'
  const authorize = gated ? null : authorizeOf(evidence)
  const jwt = describeJwt(index)
  const redact = createRedact(session)
  return {
    ...well,
    verdict: 'connectable',
    title: redact(`${site?.name || site?.home || 'The site'} can be connected`),
    fix: gated
      ? 'Type a user name and an application password. Where WordPress hides them behind the password of the web server, make one on the server: wp user application-password create <user> Pressroom'
      : authorize === null
        ? `Log in with your account through the site's ${jwt ?? 'JWT plugin'}.`
        : 'Approve the connection on the site with one click, or make an application password in your profile there and type it here.',
    site: redactSite(site, redact),
    user: null,
    authorize,
    withheldFrom: withheldFrom(evidence),
    notes: await takeNotes(evidence, checks, redact),
    attempts: session.attempts,
  }
}

/** The best explanation as a diagnosis; where nothing explains the failure, what was seen is said as it is. */
export async function reportFinding(
  evidence: Evidence,
  explained: readonly Explained[],
  checks: readonly NoteCheck[],
  session: HttpSession,
): Promise<Diagnosis> {
  const [first, ...others] = explained.length > 0 ? explained : [describeUnknown(evidence)]
  if (first === undefined) throw new RangeError('an explanation is always there')
  const { check, finding } = first
  const redact = createRedact(session)
  const user = evidence.verification?.user ?? null
  const report = {
    verdict: finding.verdict,
    // A code that passed through is the site's own word too.
    code: redact(check.code),
    confidence: finding.confidence,
    title: redact(finding.title ?? check.title),
    cause: redact(finding.cause),
    fix: redact(finding.fix),
    snippets: fittingFirst(finding.snippets ?? [], headerOf(evidence.discovery.best.home, 'server')),
    site: redactSite(describeSite(evidence), redact),
    user: user === null ? null : redactUser(user, redact),
    // Before the login layer is open, nothing can be approved.
    authorize: isAboutLogin(check.layer) && finding.oneClick !== false ? authorizeOf(evidence) : null,
    withheldFrom: withheldFrom(evidence),
    alternatives: others
      .filter((other) => other.finding.confidence >= 0.2)
      .slice(0, 3)
      .map((other) => ({
        code: other.check.code,
        title: redact(other.finding.title ?? other.check.title),
        confidence: other.finding.confidence,
      })),
    notes: await takeNotes(evidence, checks, redact),
    attempts: session.attempts,
  }
  const letter = writeLetter(evidence, check, finding, { agent: session.userAgent, at: new Date() })
  return { ...report, letter: letter === null ? null : redact(letter) }
}

/** The approval page where the site offers it, or where a closed root makes it a good guess. */
function authorizeOf(evidence: Evidence): string | null {
  const { root, index } = evidence.discovery
  if (root === null || (index !== null && index.authorizationUrl === null)) return null
  return authorizationPageOf(evidence.discovery).href
}

function isAboutLogin(layer: Layer): boolean {
  return layer === 'login' || layer === 'role'
}

/** A site that was sent a credential could say it back in any of its own words, which may also be meant for a terminal. */
function createRedact(session: HttpSession): (text: string) => string {
  return (text) => printable(session.redactor.text(text), longestText)
}

async function takeNotes(
  evidence: Evidence,
  checks: readonly NoteCheck[],
  redact: (text: string) => string,
): Promise<Note[]> {
  const taken: Note[] = []
  for (const check of checks) {
    const message = await check.look(evidence)
    if (message !== null) taken.push({ code: check.code, message: redact(message) })
  }
  return taken
}

/** Snippets for the server that the site names come first. */
function fittingFirst(snippets: readonly Snippet[], server: string): Snippet[] {
  const fits = (snippet: Snippet): number => (server.toLowerCase().includes(snippet.server.toLowerCase()) ? 0 : 1)
  return [...snippets].sort((a, b) => fits(a) - fits(b))
}

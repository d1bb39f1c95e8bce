import { userAgent } from '../../config/product.ts'
import type { HttpSession } from '../../http/client.ts'
import { headerOf } from '../answer.ts'
import { describeJwt } from '../jwt.ts'
import type { SiteUser } from '../verify.ts'
import type { Note, NoteCheck, Snippet } from './check.ts'
import type { DiagnosedSite, Diagnosis } from './diagnosis.ts'
import { authorizationPageOf, type Evidence } from './evidence.ts'
import type { Explained } from './examine.ts'
import { writeLetter } from './letter.ts'
import { describeUnknown } from './unknown.ts'

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
  return {
    ...well,
    verdict: 'connected',
    title: `Connected to ${site?.name || site?.home || 'the site'} as ${user.name || 'the user'}${role === undefined ? '' : ` (${role})`}`,
    site,
    user,
    authorize: authorizeOf(evidence),
    notes: await takeNotes(evidence, checks),
    attempts: session.attempts,
  }
}

export async function reportConnectable(
  evidence: Evidence,
  checks: readonly NoteCheck[],
  session: HttpSession,
): Promise<Diagnosis> {
  const site = describeSite(evidence)
  const authorize = authorizeOf(evidence)
  const jwt = describeJwt(evidence.discovery.index)
  return {
    ...well,
    verdict: 'connectable',
    title: `${site?.name || site?.home || 'The site'} can be connected`,
    fix:
      authorize === null
        ? `Log in with your account through the site's ${jwt ?? 'JWT plugin'}.`
        : 'Approve the connection on the site with one click, or make an application password in your profile there and type it here.',
    site,
    user: null,
    authorize,
    notes: await takeNotes(evidence, checks),
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
  const redact = (text: string): string => session.redactor.text(text)
  const report = {
    verdict: finding.verdict,
    code: check.code,
    confidence: finding.confidence,
    title: redact(finding.title ?? check.title),
    cause: redact(finding.cause),
    fix: redact(finding.fix),
    snippets: fittingFirst(finding.snippets ?? [], headerOf(evidence.discovery.best.home, 'server')),
    site: describeSite(evidence),
    user: evidence.verification?.user ?? null,
    authorize: finding.verdict === 'not-wordpress' ? null : authorizeOf(evidence),
    alternatives: others
      .filter((other) => other.finding.confidence >= 0.2)
      .slice(0, 3)
      .map((other) => ({
        code: other.check.code,
        title: other.finding.title ?? other.check.title,
        confidence: other.finding.confidence,
      })),
    notes: await takeNotes(evidence, checks),
    attempts: session.attempts,
  }
  return { ...report, letter: writeLetter(evidence, check, finding, { agent: userAgent(), at: new Date() }) }
}

function describeSite(evidence: Evidence): DiagnosedSite | null {
  const { root, index, best } = evidence.discovery
  if (root === null && best.page?.wordpress !== true) return null
  const home = best.home.exchange.url.href
  return {
    name: index?.name || best.page?.title || '',
    url: index?.url || home,
    home: index?.home || home,
    restRoot: root?.url.href ?? null,
    version: best.page?.version ?? null,
    namespaces: index?.namespaces ?? [],
    timezone: index?.timezone ?? '',
    icon: best.page?.icon?.href ?? null,
  }
}

/** The approval page where the site offers it, or where a closed root makes it a good guess. */
function authorizeOf(evidence: Evidence): string | null {
  const { root, index } = evidence.discovery
  if (root === null || (index !== null && index.authorizationUrl === null)) return null
  return authorizationPageOf(evidence.discovery).href
}

async function takeNotes(evidence: Evidence, checks: readonly NoteCheck[]): Promise<Note[]> {
  const taken: Note[] = []
  for (const check of checks) {
    const message = await check.look(evidence)
    if (message !== null) taken.push({ code: check.code, message })
  }
  return taken
}

/** Snippets for the server that the site names come first. */
function fittingFirst(snippets: readonly Snippet[], server: string): Snippet[] {
  const fits = (snippet: Snippet): number => (server.toLowerCase().includes(snippet.server.toLowerCase()) ? 0 : 1)
  return [...snippets].sort((a, b) => fits(a) - fits(b))
}

import { createAudience } from '../../http/audience.ts'
import type { Http } from '../../http/client.ts'
import type { Attempt } from '../../http/exchange.ts'
import type { Redactor } from '../../log/redact.ts'
import { normaliseAddress } from '../address.ts'
import type { ApiRoot } from '../api-root.ts'
import type { Credential } from '../credentials.ts'
import { type Discovery, discover } from '../discover.ts'
import { type JwtOutcome, requestToken } from '../jwt.ts'
import { type Verification, verify } from '../verify.ts'
import { createBudget } from './budget.ts'
import type { Check, NoteCheck } from './check.ts'
import { isConnectable } from './connectable.ts'
import type { Diagnosis } from './diagnosis.ts'
import { createOracles, decisiveAnswers, type Evidence, type Login } from './evidence.ts'
import { examine } from './examine.ts'
import { checks as allChecks, notes as allNotes } from './registry.ts'
import { reportConnectable, reportConnected, reportFinding } from './report.ts'

export interface DiagnoseOptions {
  readonly login?: Login
  /** The password was made by the site a moment ago. */
  readonly fresh?: boolean
  /** The same credential worked before. */
  readonly workedBefore?: boolean
  /** Hosts beside the typed one that may receive the credential. */
  readonly allowRoots?: readonly string[]
  /** Ask for what a connection does not need too: blocked methods, blocked routes. Some requests more. */
  readonly thorough?: boolean
  /** Where the site would send a person back to after one click: whether it accepts that is noted. */
  readonly callback?: URL
  /** The address that a person came back to from the approval page without a password. */
  readonly returned?: URL
  readonly signal?: AbortSignal
  readonly onAttempt?: (attempt: Attempt) => void
  readonly redactor?: Redactor
  /** Replaces the registry; tests show with it that each check matters. */
  readonly checks?: readonly Check[]
  readonly notes?: readonly NoteCheck[]
}

/** A diagnosis, and what a caller needs to go on from `connected` without asking again. */
export interface DiagnosisResult {
  readonly diagnosis: Diagnosis
  readonly root: ApiRoot | null
  /** The credential that works: the given one, or the token that the login gave. */
  readonly credential: Credential | null
  readonly discovery: Discovery
}

/**
 * From a typed address to a verdict. Three requests when all is well: home page, API root, who we are. Where something
 * refuses, the checks look at what was seen and ask only for what is missing. Ends within 20 s on a fast site and 60 s on
 * a slow one. Throws `address_invalid` and `cancelled`, nothing else: what a site does is a value.
 */
export async function diagnose(http: Http, address: string, options: DiagnoseOptions = {}): Promise<DiagnosisResult> {
  const typed = normaliseAddress(address)
  const budget = createBudget()
  const login = options.login ?? null
  const open = http.session({
    remainingMs: budget.remainingMs,
    onAttempt: (attempt) => {
      budget.observe(attempt)
      options.onAttempt?.(attempt)
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.redactor === undefined ? {} : { redactor: options.redactor }),
  })
  for (const secret of secretsOf(login)) open.redactor.add(secret)
  const discovery = await discover(open, typed)
  const { candidate } = discovery.best
  const session = open.withAudience(createAudience(candidate.url, options.allowRoots))
  const { root, index } = discovery

  let jwt: JwtOutcome | null = null
  let verification: Verification | null = null
  let credential: Credential | null = login?.kind === 'jwt-login' ? null : login
  if (root !== null && login !== null) {
    if (login.kind === 'jwt-login') {
      jwt = await requestToken(session, root, index, login)
      credential = jwt.credential
      if (credential !== null) for (const secret of secretsOf(credential)) open.redactor.add(secret)
    }
    if (credential !== null) verification = await verify(session, root, credential)
  }
  const evidence: Evidence = {
    discovery,
    login,
    jwt,
    verification,
    fresh: options.fresh ?? false,
    workedBefore: options.workedBefore ?? false,
    thorough: options.thorough ?? false,
    callback: options.callback ?? null,
    returned: options.returned ?? null,
    decisive: decisiveAnswers(discovery, verification, jwt),
    ask: createOracles(session, discovery, login),
  }
  const done = (diagnosis: Diagnosis): DiagnosisResult => ({
    diagnosis,
    root,
    credential: diagnosis.verdict === 'connected' ? credential : null,
    discovery,
  })
  const noteChecks = options.notes ?? allNotes
  if (verification?.user?.can.write)
    return done(await reportConnected(evidence, verification.user, noteChecks, session))
  if (login === null && (await isConnectable(evidence)))
    return done(await reportConnectable(evidence, noteChecks, session))
  return done(await reportFinding(evidence, await examine(evidence, options.checks ?? allChecks), noteChecks, session))
}

function secretsOf(login: Login | null): string[] {
  if (login === null) return []
  if (login.kind !== 'jwt') return [login.password]
  return [login.token, ...(login.refreshToken === null ? [] : [login.refreshToken])]
}

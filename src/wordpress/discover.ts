import { isSameOrTwin } from '../http/audience.ts'
import type { HttpSession } from '../http/client.ts'
import type { Exchange } from '../http/exchange.ts'
import { type Candidate, listCandidates, type TypedAddress } from './address.ts'
import { type Answer, readAnswer, statusOf } from './answer.ts'
import { type ApiRoot, createApiRoot, guessRoots } from './api-root.ts'
import { type PageMarks, readPage, readRsd } from './page.ts'
import { readSiteIndex, type SiteIndex } from './site-index.ts'

/** One address that was tried as an API root, and what it turned out to be. */
export interface RootProbe {
  readonly url: URL
  readonly source: 'page' | 'rsd' | 'guess'
  readonly answer: Answer
  /** `open`: the index. `closed`: WordPress says no, so the root exists. `none`: anything else. */
  readonly outcome: 'open' | 'closed' | 'none'
}

/** One candidate address that was visited. */
export interface Visit {
  readonly candidate: Candidate
  readonly home: Answer
  /** `null` when no answer came. */
  readonly page: PageMarks | null
  readonly probes: readonly RootProbe[]
}

/** How far the way from a typed address to the site's API led. */
export interface Discovery {
  readonly typed: TypedAddress
  /** All that was tried, in order. */
  readonly visits: readonly Visit[]
  /** The visit that got furthest. */
  readonly best: Visit
  readonly root: ApiRoot | null
  readonly probe: RootProbe | null
  readonly index: SiteIndex | null
}

/** The page's head is what matters; a longer page is cut. */
const pageLimits = { bytes: 512 * 1024 }
const indexLimits = { bytes: 8 * 1024 * 1024 }

/**
 * Finds the REST root of the site at an address: home page, then the root that it names; guesses only where it names none
 * that works. Two requests on a healthy site. Attempts are data: nothing that a site does is thrown.
 */
export async function discover(session: HttpSession, typed: TypedAddress): Promise<Discovery> {
  const visits: Visit[] = []
  const queue = listCandidates(typed)
  for (const candidate of queue) {
    if (visits.length > 0 && !isWorthAVisit(candidate, visits)) continue
    const visit = await visitCandidate(session, candidate)
    visits.push(visit)
    if (isEnough(visit)) break
  }
  const best = visits.reduce((a, b) => (progressOf(b) > progressOf(a) ? b : a))
  const probe =
    best.probes.find(({ outcome }) => outcome === 'open') ??
    best.probes.find(({ outcome }) => outcome === 'closed') ??
    null
  return {
    typed,
    visits,
    best,
    probe,
    root: probe === null ? null : createApiRoot(probe.url),
    index: probe === null ? null : readSiteIndex(probe.answer),
  }
}

async function visitCandidate(session: HttpSession, candidate: Candidate): Promise<Visit> {
  const exchange = await session.exchange({
    url: candidate.url,
    purpose: 'home page',
    // Has to contain application/json: WordPress then says its errors as JSON.
    headers: { accept: 'text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8' },
    onTooLarge: 'truncate',
    // Somebody wants to know how the site is now, not how it was when it last asked for patience.
    despitePause: candidate.how === 'as typed',
    limits: pageLimits,
  })
  const home = readAnswer(exchange)
  if (exchange.response === null) return { candidate, home, page: null, probes: [] }
  const page = readPage(exchange.response, exchange.url)
  return { candidate, home, page, probes: await probeRoots(session, candidate, exchange, page) }
}

/** Tries the roots that the page names, then RSD where it names none, then guesses, until one is a root. */
async function probeRoots(
  session: HttpSession,
  candidate: Candidate,
  home: Exchange,
  page: PageMarks,
): Promise<RootProbe[]> {
  const probes: RootProbe[] = []
  const seen = new Set<string>()
  const tryRoot = async (url: URL, source: RootProbe['source']): Promise<boolean> => {
    if (seen.has(url.href)) return false
    seen.add(url.href)
    const probe = await probeRoot(session, url, source, page.wordpress)
    probes.push(probe)
    if (probe.outcome !== 'closed') return probe.outcome === 'open'
    // A firewall may speak JSON as well; WordPress's REST API and its plugins begin their codes like this.
    return source !== 'guess' || ownCode.test(probe.answer.envelope?.code ?? '')
  }
  const trusted = page.roots.map((root) => upgrade(root, home.url))
  const near = trusted.filter((root) => isSameOrTwin(root.hostname, candidate.url.hostname))
  const far = trusted.filter((root) => !near.includes(root))
  for (const root of near) if (await tryRoot(root, 'page')) return probes
  if (page.roots.length === 0 && page.rsd !== null) {
    const root = await askRsd(session, page.rsd)
    if (root !== null && (await tryRoot(upgrade(root, home.url), 'rsd'))) return probes
  }
  // A parent folder between the typed one and the top is guessed at only where its page shows WordPress.
  const between = candidate.how === 'parent folder' && candidate.url.pathname !== '/'
  const guesses = between && !page.wordpress ? [] : guessesFor(candidate, home.url)
  // A site that is down says so at its first root as well; two more requests would only burden it.
  const down = (home.response?.status ?? 0) >= 500
  for (const guess of down ? guesses.slice(0, 1) : guesses) if (await tryRoot(guess, 'guess')) return probes
  for (const root of far) if (await tryRoot(root, 'page')) return probes
  return probes
}

/** Below what was typed, and below the page that it redirected to (a language, a blog's folder, a login page). */
function guessesFor(candidate: Candidate, page: URL): URL[] {
  const moved = page.origin !== candidate.url.origin
  const [here, there] = [guessRoots(page), guessRoots(moved ? new URL('/', page) : candidate.url)]
  const all = moved ? [...here, ...there] : [...there, ...here]
  return [...new Map(all.map((url) => [url.href, url])).values()]
}

async function probeRoot(
  session: HttpSession,
  asked: URL,
  source: RootProbe['source'],
  wordpress: boolean,
): Promise<RootProbe> {
  const answer = readAnswer(await session.exchange({ url: asked, purpose: 'API root', limits: indexLimits }))
  const url = finalRoot(asked, answer)
  if (readSiteIndex(answer) !== null) return { url, source, answer, outcome: 'open' }
  const { envelope } = answer
  // Other APIs say `{code, message}` too; WordPress's has the status inside, or a code of its own kind.
  const isOurs = source !== 'guess' || wordpress || envelope?.status != null || ownCode.test(envelope?.code ?? '')
  return { url, source, answer, outcome: envelope !== null && isOurs ? 'closed' : 'none' }
}

/** How WordPress's REST API and the plugins that close it begin their codes. */
const ownCode = /^(?:rest|itsec)_/

/** Where the root answered from: redirects change it, but a redirect of `?rest_route=` must keep the value. */
function finalRoot(asked: URL, answer: Answer): URL {
  const { url } = answer.exchange
  return asked.searchParams.has('rest_route') && !url.searchParams.has('rest_route') ? asked : url
}

async function askRsd(session: HttpSession, url: URL): Promise<URL | null> {
  const { response } = await session.exchange({
    url,
    purpose: 'RSD document',
    limits: { bytes: 64 * 1024 },
    onTooLarge: 'truncate',
  })
  return response === null ? null : readRsd(response.text, url)
}

/** A root that a page served over https names with http, on the same host, is asked over https. */
function upgrade(root: URL, page: URL): URL {
  if (page.protocol !== 'https:' || root.protocol !== 'http:' || root.hostname !== page.hostname) return root
  const secure = new URL(root)
  secure.protocol = 'https:'
  secure.port = page.port
  return secure
}

/** A later candidate is asked only where its difference could matter for what was seen. */
function isWorthAVisit(candidate: Candidate, visits: readonly Visit[]): boolean {
  const failures = visits.map(({ home }) => home.exchange.failure?.code)
  const [first] = failures
  switch (candidate.how) {
    case 'with or without www':
      return first === 'dns' || first === 'unreachable' || first === 'tls_name'
    case 'http instead of https':
      // Never after a bad certificate or a failed handshake: that would be a downgrade that an attacker can cause. A port
      // that does not speak TLS at all has no https to fall from.
      return first === 'unreachable' || first === 'timeout' || first === 'connection_lost' || !speaksTls(visits[0])
    case 'parent folder':
      return first === undefined
    default:
      return true
  }
}

/** Whether the other side could be speaking TLS; where it is not, OpenSSL complains about the very first bytes. */
function speaksTls(visit: Visit | undefined): boolean {
  const code = visit?.home.exchange.failure?.systemCode ?? ''
  return !/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code)
}

function isEnough(visit: Visit): boolean {
  if (visit.probes.some(({ outcome }) => outcome !== 'none')) return true
  return visit.page !== null && (visit.page.wordpress || statusOf(visit.home) >= 500)
}

/** How far a visit got; failures are ranked by it. */
function progressOf(visit: Visit): number {
  if (visit.probes.some(({ outcome }) => outcome === 'open')) return 7
  if (visit.probes.some(({ outcome }) => outcome === 'closed')) return 6
  if (visit.page?.wordpress) return 5
  if (visit.page !== null) return 4
  const code = visit.home.exchange.failure?.code
  if (code === 'dns') return 0
  if (code === 'unreachable' || !speaksTls(visit)) return 1
  return code === 'tls_name' || code === 'tls_untrusted' || code === 'tls_protocol' ? 3 : 2
}

/** The folder of the home page. A closed site may have led us to its login page, so the API root says more than the last address. */
export function homeFolder({ best, index, root }: Pick<Discovery, 'best' | 'index' | 'root'>): URL {
  const page = best.home.exchange.url
  const named = URL.parse(index?.home ?? '')
  if (named !== null && named.hostname === page.hostname) return asFolder(named, page)
  if (root !== null && root.url.hostname === page.hostname) {
    return asFolder(new URL(root.url.pathname.replace(/(?:wp-json\/?|index\.php)$/, ''), root.url), page)
  }
  return asFolder(best.candidate.url.origin === page.origin ? best.candidate.url : new URL('./', page), page)
}

/** The folder of WordPress's own files, on the site's host: `siteurl`, else by the page's scripts, else the home page's. */
export function coreFolder(discovery: Discovery): URL {
  const page = discovery.best.home.exchange.url
  const core = URL.parse(discovery.index?.url ?? '') ?? discovery.best.page?.core
  return core && core.hostname === page.hostname ? asFolder(core, page) : homeFolder(discovery)
}

function asFolder(named: URL, page: URL): URL {
  const folder = new URL(page)
  folder.pathname = named.pathname.endsWith('/') ? named.pathname : `${named.pathname}/`
  folder.search = ''
  folder.hash = ''
  return folder
}

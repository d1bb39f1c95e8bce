import type { HttpSession } from '../../http/client.ts'
import { type Answer, readAnswer, statusOf } from '../answer.ts'
import { guessAuthorizationPage } from '../authorize.ts'
import type { Credential } from '../credentials.ts'
import { coreFolder, type Discovery } from '../discover.ts'
import { type JwtLogin, type JwtOutcome, validateToken } from '../jwt.ts'
import type { Verification } from '../verify.ts'
import { loginByXmlRpc, type XmlRpcVerdict } from '../xml-rpc.ts'
import { askBlockedMethods, type BlockedMethods } from './methods.ts'

/** What the user gave us to log in with: a credential, or an account's login for the site's JWT plugin. */
export type Login = Credential | (JwtLogin & { readonly kind: 'jwt-login' })

/** All that was seen on the way to a site, and the questions that may still be asked. */
export interface Evidence {
  readonly discovery: Discovery
  readonly login: Login | null
  readonly jwt: JwtOutcome | null
  readonly verification: Verification | null
  /** The password was made by the site a moment ago: it cannot be wrong. */
  readonly fresh: boolean
  /** The same credential worked before. */
  readonly workedBefore: boolean
  /** Whether notes may ask the site more than a connection needs. */
  readonly thorough: boolean
  /** Where the site would send a person back to after one click. */
  readonly callback: URL | null
  /** The address that a person came back to from the approval page, without a password. */
  readonly returned: URL | null
  /** The answers at which the way ended, the furthest first: what the checks look at. */
  readonly decisive: readonly Answer[]
  readonly ask: Oracles
}

/** Questions that cost a request. Each is asked once, however many checks want to know. */
export interface Oracles {
  /** The approval page of one-click authorization, as a stranger sees it; `null` where no WordPress was found. */
  authorizePage(): Promise<Answer | null>
  /** `users/me/application-passwords`, as a stranger: 501 where they are switched off, 401 where they are available. */
  passwordsRoute(): Promise<Answer | null>
  /** Whether an Authorization header reaches WordPress, by the validate route of a JWT plugin. */
  bearer(): Promise<'arrives' | 'stripped' | 'unknown'>
  /** The same user name and password, in the body of XML-RPC. */
  xmlRpc(): Promise<XmlRpcVerdict>
  /** The list of users, as a stranger. */
  usersRoute(): Promise<Answer | null>
  /** Which methods do not reach WordPress, tried on a post that cannot exist. */
  methods(): Promise<BlockedMethods | null>
}

export function createOracles(session: HttpSession, discovery: Discovery, login: Login | null): Oracles {
  const { root, index, best } = discovery
  return {
    authorizePage: once(async () => {
      if (root === null && best.page?.wordpress !== true) return null
      const url = authorizationPageOf(discovery)
      return readAnswer(
        await session.exchange({
          url,
          purpose: 'approval page',
          redirect: 'manual',
          onTooLarge: 'truncate',
          limits: { bytes: 256 * 1024 },
        }),
      )
    }),
    passwordsRoute: once(async () => {
      if (root === null) return null
      return readAnswer(
        await session.exchange({
          url: root.route('/wp/v2/users/me/application-passwords'),
          purpose: 'are application passwords on',
        }),
      )
    }),
    bearer: once(async () => {
      if (root === null || index === null || !index.routes.includes('/jwt-auth/v1/token/validate')) return 'unknown'
      const answer = await validateToken(session, root, { token: 'x' })
      if (answer.envelope?.code === 'jwt_auth_no_auth_header') return 'stripped'
      return answer.envelope?.code === 'jwt_auth_invalid_token' ? 'arrives' : 'unknown'
    }),
    xmlRpc: once(async () => {
      if (root === null || login === null || login.kind === 'jwt') return 'unknown'
      const { verdict } = await loginByXmlRpc(session, coreFolder(discovery), login.username, login.password)
      return verdict
    }),
    usersRoute: once(async () => {
      if (root === null) return null
      const url = root.route('/wp/v2/users', { per_page: 1, _fields: 'id' })
      return readAnswer(await session.exchange({ url, purpose: 'may strangers list users' }))
    }),
    methods: once(async () => (root === null ? null : askBlockedMethods(session, root))),
  }
}

/** The approval page: the one that the site names, else the guess. A page on our own host is asked with our scheme. */
export function authorizationPageOf(discovery: Discovery): URL {
  const named = URL.parse(discovery.index?.authorizationUrl ?? '')
  if (named === null || (named.protocol !== 'https:' && named.protocol !== 'http:')) {
    return guessAuthorizationPage(coreFolder(discovery))
  }
  const { url } = discovery.best.home.exchange
  if (named.hostname === url.hostname && url.protocol === 'https:' && named.protocol === 'http:') {
    named.protocol = url.protocol
    named.port = url.port
  }
  return named
}

/** The answers at which the way ended: the credential's, else the login's, else the API root's, else all that was tried for one. */
export function decisiveAnswers(
  discovery: Discovery,
  verification: Verification | null,
  jwt: JwtOutcome | null,
): Answer[] {
  if (verification !== null) return [verification.answer, ...(verification.posts === null ? [] : [verification.posts])]
  if (jwt !== null && jwt.answer !== null) return [jwt.answer]
  const { best, probe } = discovery
  if (probe !== null) return [probe.answer]
  const probes = best.probes.map(({ answer }) => answer)
  // Blocked probes say more than missing ones: a 403 or a challenge before a 404.
  return [
    ...probes.filter((answer) => statusOf(answer) !== 404),
    best.home,
    ...probes.filter((answer) => statusOf(answer) === 404),
  ]
}

/** Every answer that was seen without asking more. */
export function seenAnswers({ discovery, jwt, verification }: Evidence): Answer[] {
  const late = [jwt?.answer, verification?.answer, verification?.posts]
  const early = discovery.visits.flatMap(({ home, probes }) => [home, ...probes.map(({ answer }) => answer)])
  return [...early, ...late.filter((answer) => answer != null)]
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return () => {
    asked ??= ask()
    return asked
  }
}

import { timingSafeEqual } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import { createAudience } from '../http/audience.ts'
import type { HttpSession } from '../http/client.ts'
import { fieldsOf, stringOf } from './json.ts'
import { parseJson, refusalOf } from './refusal.ts'
import { neededScopes } from './token.ts'

/*
 * OAuth by an app of Webflow (authorization code grant), for people who run such an app. Tokens have no end and no refresh
 * token. Made from the public guide; untested against the real service.
 */

/** An app as it is registered at Webflow. */
export interface WebflowApp {
  readonly clientId: string
  readonly clientSecret: string
  /** As registered, letter by letter. */
  readonly redirect: URL
}

export interface OAuthEndpoints {
  readonly authorize: URL
  readonly token: URL
}

const webflowOAuth: OAuthEndpoints = {
  authorize: new URL('https://webflow.com/oauth/authorize'),
  token: new URL('https://api.webflow.com/oauth/access_token'),
}

/** Where the person chooses the sites and approves. `state` is random, kept with the browser's session, and comes back. */
export function authorizeAddress(
  { clientId, redirect }: Pick<WebflowApp, 'clientId' | 'redirect'>,
  state: string,
  { authorize }: OAuthEndpoints = webflowOAuth,
): URL {
  const url = new URL(authorize)
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirect.href,
    state,
    scope: [...neededScopes, 'sites:write'].join(' '),
  }
  // With %20 between the scopes, as the guide shows it.
  url.search = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return url
}

/**
 * The code of an address that Webflow sent the person back to. Throws `authorization_mismatch` for another `state`, and
 * `user_rejected` when the person said no.
 */
export function readCode(returned: URL, state: string): string {
  const given = Buffer.from(returned.searchParams.get('state') ?? '')
  const expected = Buffer.from(state)
  if (state === '' || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new HubError('authorization_mismatch', 'The return from Webflow belongs to another authorization')
  const code = returned.searchParams.get('code')
  if (code !== null && code !== '') return code.slice(0, 2000)
  throw new HubError('user_rejected', 'The connection was not approved at Webflow', {
    fix: 'Start again, choose the sites, and authorize the app.',
  })
}

/** The token for a code. A code is good once and for 15 minutes: after any error the person has to approve again. */
export async function exchangeCode(
  session: HttpSession,
  app: WebflowApp,
  code: string,
  { token }: OAuthEndpoints = webflowOAuth,
): Promise<string> {
  for (const secret of [app.clientSecret, code]) session.redactor.add(secret)
  const body = new URLSearchParams({
    client_id: app.clientId,
    client_secret: app.clientSecret,
    code,
    grant_type: 'authorization_code',
    redirect_uri: app.redirect.href,
  })
  const exchange = await session.withAudience(createAudience(token)).exchange({
    method: 'POST',
    url: token,
    purpose: 'get a token for the approval',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
    confidential: true,
    redirect: 'manual',
  })
  const status = exchange.response?.status ?? 0
  if (status < 200 || status >= 300) throw refusalOf(exchange, session.redactor)
  const granted = stringOf(fieldsOf(parseJson(exchange.response?.text ?? '')).access_token)
  if (granted === null || granted === '') throw new HubError('unexpected_answer', 'Webflow answered without a token')
  session.redactor.add(granted)
  return granted
}

import type { HubError } from '../../errors/hub-error.ts'
import { evidenceOf } from '../../webflow/refusal.ts'
import { neededScopes } from '../../webflow/token.ts'
import type { WebflowFinding } from './report.ts'

const newToken =
  'In Webflow: Site settings → Apps & integrations → API access → Generate API token, with CMS read and write, sites read and write, assets read and write. Connect again with the new one.'

/**
 * Why Webflow cannot be used, from what a request threw. Codes: `token_refused`, `missing_scopes`, `site_not_found`,
 * `rate_limited`, `webflow_unavailable`; those of the network (`dns`, `timeout`…) and all others of Webflow pass through.
 */
export function explainRefusal(error: HubError): WebflowFinding {
  const { status, message, retryAfterMs } = evidenceOf(error)
  const said = message === null ? '' : ` Webflow says: ${message}`
  if (status === 401) {
    return {
      verdict: 'refused',
      code: 'token_refused',
      title: 'Webflow does not know this token',
      cause: `The token was revoked, belongs to a deleted site, or was not copied whole.${said}`,
      fix: newToken,
    }
  }
  if (status === 403 && error.code === 'missing_scopes') return lackOf([], said)
  if (status === 404) {
    return {
      verdict: 'refused',
      code: 'site_not_found',
      title: 'The site is not there any more',
      cause: `The site was deleted, or the token is for another one.${said}`,
      fix: 'Connect the site again with a token of its own.',
    }
  }
  if (status === 429) {
    const wait = Math.ceil((retryAfterMs ?? 60_000) / 1000)
    return {
      verdict: 'unavailable',
      code: 'rate_limited',
      title: 'Webflow wants fewer requests',
      cause: `The token has used up its requests of this minute, here or elsewhere.${said}`,
      fix: `Wait ${wait} s. Connections that share a token share its limit: give each site a token of its own.`,
    }
  }
  if (status !== null && status >= 500) {
    return {
      verdict: 'unavailable',
      code: 'webflow_unavailable',
      title: 'Webflow has a problem of its own',
      cause: `It answered ${status}.${said}`,
      fix: 'Try again later; status.webflow.com says what is wrong.',
    }
  }
  if (status === null) {
    const refused = error.code === 'address_refused' || error.code === 'credential_withheld'
    return {
      verdict: refused ? 'refused' : 'unavailable',
      code: error.code,
      title: 'Webflow could not be reached from here',
      cause: error.message,
      fix: refused ? error.fix : 'Look whether this machine may reach api.webflow.com, and try again.',
    }
  }
  return {
    verdict: error.code === 'unexpected_answer' ? 'unavailable' : 'refused',
    code: error.code,
    title: 'Webflow refuses',
    cause: error.message,
    fix: error.fix,
    confidence: 0.7,
  }
}

/** A token that lacks these permissions; with none, Webflow did not say which. */
export function lackOf(scopes: readonly string[], said = ''): WebflowFinding {
  const named = scopes.length === 0 ? neededScopes : scopes
  return {
    verdict: 'refused',
    code: 'missing_scopes',
    title: 'The token lacks permissions',
    cause: `${scopes.length === 0 ? 'It needs all of' : 'It lacks'}: ${named.join(', ')}.${said}`,
    fix: newToken,
  }
}

import { HubError } from '../errors/hub-error.ts'
import type { WebflowClient } from './client.ts'
import { fieldsOf, listOf, stringOf } from './json.ts'
import { evidenceOf } from './refusal.ts'

/** What a token may do, by its own word. */
export interface TokenInfo {
  readonly id: string | null
  /** `cms:read`, `sites:write`… */
  readonly scopes: readonly string[]
  /** Requests a minute. */
  readonly rateLimit: number | null
  readonly siteIds: readonly string[]
  readonly workspaceIds: readonly string[]
  /** Name of the app; `null` for a site token. */
  readonly application: string | null
}

/** What publishing needs. */
export const neededScopes = ['sites:read', 'cms:read', 'cms:write', 'assets:read', 'assets:write'] as const

/**
 * What the token may do. `null` where the API does not tell: by its description it answers tokens of Data Client apps alone,
 * so that a site token may be good and still be refused here; whether it is good, `listSites` says.
 */
export async function introspectToken(client: WebflowClient): Promise<TokenInfo | null> {
  const answer = await client.get('token/introspect').catch((error: unknown) => {
    if (error instanceof HubError && [401, 403, 404].includes(evidenceOf(error).status ?? 0)) return null
    throw error
  })
  if (answer === null) return null
  const { authorization, application } = fieldsOf(answer)
  const { id, scope, rateLimit, authorizedTo } = fieldsOf(authorization)
  const { siteIds, workspaceIds } = fieldsOf(authorizedTo)
  return {
    id: stringOf(id, 100),
    // Described as comma separated, with an example that is parted by a space.
    scopes: (stringOf(scope) ?? '').split(/[,\s]+/).filter((word) => word !== ''),
    rateLimit: typeof rateLimit === 'number' ? rateLimit : null,
    siteIds: idsOf(siteIds),
    workspaceIds: idsOf(workspaceIds),
    application: stringOf(fieldsOf(application).displayName, 200),
  }
}

/** The scopes that publishing needs and the token lacks. Writing includes reading nowhere in the API's description. */
export function missingScopes({ scopes }: Pick<TokenInfo, 'scopes'>): string[] {
  const has = new Set(scopes.map((scope) => scope.toLowerCase()))
  return neededScopes.filter((scope) => !has.has(scope))
}

function idsOf(value: unknown): string[] {
  return listOf(value)
    .map((id) => stringOf(id, 100)?.trim() ?? '')
    .filter((id) => id !== '')
}

import { createHash } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import { productName } from '../config/product.ts'
import { HubError } from '../errors/hub-error.ts'
import { type AuthorizationRequest, beginAuthorization, finishAuthorization } from '../wordpress/authorize.ts'
import type { Diagnosis } from '../wordpress/diagnose/diagnosis.ts'
import type { OperationContext } from './context.ts'
import { siteInput } from './site-login.ts'
import { diagnoseSite } from './sites.ts'

/** A one-click authorization under way, and the site it is for. */
export interface OneClick {
  readonly diagnosis: Diagnosis
  /** The site's home page as an address. */
  readonly site: URL
  readonly request: AuthorizationRequest
}

/**
 * Finds out where a person approves, and starts an authorization. Throws the diagnosis as an error when the site offers none.
 * @param callback where to return to, made only when needed; the site may not accept it: then the person pastes
 */
export async function beginOneClick(
  context: OperationContext,
  input: { address: string; allowRoots: string[]; paste: boolean },
  callback: () => Promise<URL>,
): Promise<OneClick> {
  const { diagnosis } = await diagnoseSite(
    context,
    siteInput.parse({ address: input.address, allowRoots: input.allowRoots }),
  )
  if (diagnosis.authorize === null || diagnosis.site === null) {
    throw new HubError(diagnosis.code ?? 'remote_refused', diagnosis.cause ?? diagnosis.title, {
      fix: diagnosis.fix ?? `Run: pressroom diagnose ${input.address}`,
      evidence: diagnosis,
    })
  }
  const site = new URL(diagnosis.site.home)
  const request = beginAuthorization({
    page: new URL(diagnosis.authorize),
    appName: productName,
    appId: installationId(),
    wordpressVersion: diagnosis.site.version,
    ...(input.paste ? {} : { callback: await callback() }),
  })
  return { diagnosis, site, request }
}

/** The credential in the address that the person came back to; throws when it does not belong to this authorization. */
export function finishOneClick(oneClick: OneClick, returned: URL): { username: string; password: string } {
  const { username, password } = finishAuthorization(oneClick.request, returned, oneClick.site)
  return { username, password }
}

/** The same UUID for every site and every run of this user on this machine, so that WordPress can list our passwords as one app. */
function installationId(): string {
  const digest = createHash('sha256').update(`${productName}\0${hostname()}\0${userInfo().username}`).digest()
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.subarray(0, 16).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

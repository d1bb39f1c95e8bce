import type { Connector } from '../connectors/connector.ts'
import { readConnectionSecrets } from '../store/connection-secrets.ts'
import type { ConnectionsDeps } from './deps.ts'
import { renewSecret } from './renew.ts'
import { openSecret } from './sealed-secret.ts'

/**
 * How long an opened client may go on with a credential that was replaced meanwhile, in ms. A rotation deletes the old one
 * later than this (`rotation.ts`).
 */
export const accessMilliseconds = 5_000

/** The connection's credential as it is now: looked up anew every five seconds, renewed before it ends. */
export function createAccess<Secret>(
  deps: ConnectionsDeps,
  connector: Connector<Secret>,
  id: string,
): () => Promise<Secret> {
  let known: { readonly secret: Secret; readonly at: number } | null = null
  return async () => {
    const fresh = known !== null && performance.now() - known.at < accessMilliseconds
    if (known !== null && fresh && !isDue(connector, known.secret)) return known.secret
    const at = performance.now()
    const { sealed } = await readConnectionSecrets(deps.store.db, id)
    const secret = openSecret(deps, connector, id, sealed)
    known = { secret: isDue(connector, secret) ? await renewSecret(deps, connector, id) : secret, at }
    return known.secret
  }
}

function isDue<Secret>({ renewal }: Connector<Secret>, secret: Secret): boolean {
  return renewal?.isDue(secret, Date.now()) ?? false
}

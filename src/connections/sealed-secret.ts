import type { Connector } from '../connectors/connector.ts'
import { HubError } from '../errors/hub-error.ts'
import { placeOf } from '../vault/seal.ts'
import type { ConnectionsDeps } from './deps.ts'

/** The columns that hold a connection's credential, and the one that is to follow it. */
type Column = 'sealed' | 'sealed_next'

/** A credential for its row and column, where alone it opens. */
export function sealSecret({ vault }: ConnectionsDeps, id: string, secret: unknown, column: Column = 'sealed'): string {
  return vault.seal(JSON.stringify(secret), placeOf('connections', id, column))
}

/** Throws `needs_login` when there is none, `key_wrong` or `sealed_damaged` when it does not open. */
export function openSecret<Secret>(
  { vault }: ConnectionsDeps,
  connector: Connector<Secret>,
  id: string,
  sealed: string | null,
  column: Column = 'sealed',
): Secret {
  if (sealed === null) throw new HubError('needs_login', 'The connection has no credential: connect it again')
  const { data } = connector.secret.safeParse(JSON.parse(vault.open(sealed, placeOf('connections', id, column))))
  // Without the reason, which could repeat what was sealed.
  if (data === undefined)
    throw new HubError('sealed_damaged', 'The credential is not in a form that this version knows')
  return data
}

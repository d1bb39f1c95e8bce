import type { Choice } from '../connectors/lookup.ts'
import { connectorOf } from '../connectors/registry.ts'
import { getConnection } from '../store/connections.ts'
import { lookupOf } from './actions-of.ts'
import { decodeInput } from './decode-input.ts'
import type { CallOptions, ConnectionRef, ConnectionsDeps } from './deps.ts'
import { withSite } from './with-site.ts'

/** What may be chosen for a field, on one connection. */
export interface Choices {
  readonly choices: readonly Choice[]
  /** There are more: `search` narrows them. */
  readonly more: boolean
}

const mostChoices = 100

/** Asks the site for the choices of a look-up. Throws `not_found`, `bad_input`, what `openSite` throws and what the site says. */
export async function lookUp(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  { lookup: name, input, search }: { readonly lookup: string; readonly input: unknown; readonly search: string },
  options: CallOptions = {},
): Promise<Choices> {
  const { kind } = await getConnection(deps.store.db, ref.projectId, ref.id)
  const lookup = lookupOf(connectorOf(kind), name)
  const decoded = await decodeInput(lookup.input, input)
  const { result } = await withSite(deps, ref, options, (site) =>
    site.ask(() => lookup.list(site.site, decoded, search)),
  )
  const { choices, more } = result
  return { choices: choices.slice(0, mostChoices), more: more || choices.length > mostChoices }
}

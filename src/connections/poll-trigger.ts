import { z } from 'zod'
import { connectorOf } from '../connectors/registry.ts'
import type { Polled } from '../connectors/trigger.ts'
import { HubError } from '../errors/hub-error.ts'
import { getConnection } from '../store/connections.ts'
import { triggerOf } from './actions-of.ts'
import { decodeInput } from './decode-input.ts'
import type { CallOptions, ConnectionRef, ConnectionsDeps } from './deps.ts'
import { withSite } from './with-site.ts'

const largestCursor = 64 * 1024

/** One look of a trigger. */
export interface Look {
  readonly trigger: string
  readonly input: unknown
  /** Of the look before; `null` begins now: what is there already is not told. */
  readonly cursor: unknown
}

/**
 * Looks once for what happened at a site since a cursor; items and cursor are JSON. Throws `not_found`, `bad_input`, what
 * `openSite` throws and what the site says.
 */
export async function pollTrigger(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  { trigger: name, input, cursor }: Look,
  options: CallOptions = {},
): Promise<Polled<unknown, unknown>> {
  const { kind } = await getConnection(deps.store.db, ref.projectId, ref.id)
  const trigger = triggerOf(connectorOf(kind), name)
  const decoded = await decodeInput(trigger.input, input)
  const from = cursor === null ? null : await decodeInput(trigger.cursor, cursor)
  const { result } = await withSite(deps, ref, options, async (site) => {
    const polled: Polled<unknown, unknown> = await site.ask(async () =>
      from === null
        ? { items: [], cursor: await trigger.begin(site.site, decoded), more: false }
        : trigger.poll(site.site, decoded, from),
    )
    return {
      items: polled.items.map(({ key, item }) => ({ key, item: z.encode(trigger.output, item) })),
      cursor: z.encode(trigger.cursor, polled.cursor),
      more: polled.more,
    }
  })
  const size = JSON.stringify(result.cursor).length
  if (size > largestCursor) throw new HubError('too_large', `The cursor of "${name}" has ${size} characters`)
  return result
}

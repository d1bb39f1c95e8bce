import { HubError } from '../errors/hub-error.ts'
import type { Press } from './press.ts'
import { webflowPress } from './webflow/press.ts'
import { webhookPress } from './webhook/press.ts'
import { wordpressPress } from './wordpress/press.ts'

/** Every kind of connection that articles can be published to. */
const presses: readonly Press[] = [wordpressPress, webflowPress, webhookPress]

/** The press of a connection. Throws `bad_input` for a kind that has none. */
export function pressOf({ kind, name }: { readonly kind: string; readonly name: string }): Press {
  const press = presses.find((one) => one.kind === kind)
  if (press !== undefined) return press
  throw new HubError('bad_input', `"${name}" is a connection of the kind ${kind}: articles cannot be published there`, {
    fix: `Choose connections of the kinds ${presses.map((one) => one.kind).join(', ')}.`,
  })
}

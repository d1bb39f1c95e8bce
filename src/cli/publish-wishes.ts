import { publishWishesSchema } from '../operations/publication-defaults.ts'
import { readActionInput, realSources } from './action-input.ts'
import type { HubClient } from './hub-access.ts'

/** How articles are wanted; the hub refuses what it does not know. */
export type PublishWishes = NonNullable<Parameters<HubClient['publications']['configure']>[0]['options']>

/** `status=draft categories=News images.maxWidth=1600`, as `pressroom act` reads the input of an action. Throws `bad_input`. */
export async function readPublishWishes(words: readonly string[]): Promise<PublishWishes> {
  return await readActionInput(words, publishWishesSchema(), realSources)
}

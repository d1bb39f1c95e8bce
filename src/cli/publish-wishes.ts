import { readActionInput, realSources } from './action-input.ts'
import type { HubClient } from './hub-access.ts'

/** How articles are wanted; the hub refuses what it does not know. */
export type PublishWishes = NonNullable<Parameters<HubClient['publications']['configure']>[0]['options']>

/** `status=draft categories=News images.maxWidth=1600`, as `pressroom act` reads the input of an action. Throws `bad_input`. */
export async function readPublishWishes(words: readonly string[]): Promise<PublishWishes> {
  // Only now: every command would begin with the operations and the database else, at a third of its time.
  const { publishWishesSchema } = await import('../operations/publication-defaults.ts')
  return await readActionInput(words, publishWishesSchema(), realSources)
}

import type { Difference } from '../connectors/action.ts'
import type { Note } from '../content/note.ts'
import type { Drop } from './drop.ts'

/** What was sent against what the site stored. A kind may add to it. */
export interface Receipt {
  /** What the site did not take; known beforehand, or seen in its answer. */
  readonly dropped: readonly Drop[]
  readonly changed: readonly Omit<Difference, 'kind'>[]
  /** What became of the content on the way. */
  readonly notes: readonly Note[]
}

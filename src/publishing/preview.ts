import type { Note } from '../content/note.ts'
import type { Drop } from './drop.ts'

/** What publishing would do, told before anything is done. */
export interface Preview {
  readonly result: 'create' | 'update' | 'unchanged'
  /** What it becomes there: a post type, a collection. */
  readonly type: string
  readonly status: string
  /** In the order in which they would be done. */
  readonly steps: readonly string[]
  /** Requests, where nothing goes wrong; together with others it takes fewer. */
  readonly requests: number
  readonly dropped: readonly Drop[]
  readonly notes: readonly Note[]
}

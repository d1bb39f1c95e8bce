import type { ConnectionsDeps } from '../connections/deps.ts'
import type { Article } from '../content/article.ts'
import type { ArticleRow, ArticleVersion } from '../store/articles.ts'
import type { Connection } from '../store/connections.ts'
import type { ClaimedPublication, Settlement } from '../store/publication-leases.ts'
import type { Publication, PublicationAction } from '../store/publications.ts'
import type { Sides } from './compare-sides.ts'
import type { PressDeps } from './deps.ts'
import type { PublishOptions } from './options.ts'
import type { Pace } from './pace.ts'
import type { Preview } from './preview.ts'

/**
 * What a kind of connection brings so that articles can be published there. The heart does the rest, the same for all
 * kinds: rows, leases, who works on what, events.
 *
 * To add a kind: a folder `src/publishing/<kind>/` whose `press.ts` exports a `Press`, a line in `presses.ts`, and its own
 * options, if it has any, in `options.ts`. What keeps it exactly once:
 *
 * 1. Every write goes through `recordSends` before it is sent, and through `settlePublications` afterwards: `writeAlone` does
 *    both for one row. Nothing is sent for rows that `recordSends` does not give back, nor past their deadline.
 * 2. An error that leaves it open whether the write was done (`fateOf`: `unknown`) settles as `unknown`, and never as a retry.
 * 3. `reconcile` gets such rows, and looks for what was sent. Found: settled as if answered. Not found: `notSeen` decides
 *    whether to look again or to send again. What is made must therefore be findable: by `row.mark`, or by an id of the hub.
 */
export interface Press {
  /** The connector's. */
  readonly kind: string
  /** What it can do with an article; the others are refused before anything is written down. */
  readonly actions: ReadonlySet<PublicationAction>
  /** Opens a connection of this kind. Throws `connection_paused`, `needs_login`. */
  open(deps: ConnectionsDeps, connection: Connection, signal: AbortSignal): Promise<OpenPress>
  /** What publishing would do: without a write, and without a request where what is kept of the connection says enough. */
  preview(deps: ConnectionsDeps, asked: PreviewRequest): Promise<Preview>
  /** Of a conflict: what was sent last, what is there now, what is wanted. Reads, and writes nothing. */
  compare?(deps: ConnectionsDeps, asked: CompareRequest): Promise<Compared>
}

/**
 * An opened connection. Rows are claimed when they come, and each must be settled; an error that is thrown settles nothing:
 * the leases run out, and what was recorded as sent goes to `reconcile`.
 */
export interface OpenPress {
  readonly connectionId: string
  /** Most rows in one request; `null` where each needs its own. */
  readonly batch: number | null
  /** Requests at once: how many to begin with, and how many where answers stay quick. Default 2 and 6. */
  readonly lanes?: { readonly start: number; readonly most: number }
  /** Before the first row, each time the connection is drained: what is there already, say. */
  begin?(deps: PressDeps): Promise<void>
  /** Brings articles there (`action` is `publish`). Several rows only where `batch` allows it and none has `alone`. */
  publish(deps: PressDeps, rows: readonly ClaimedPublication[], pace: Pace): Promise<void>
  /** Unpublishes, trashes, restores or deletes: what `actions` holds beside `publish`. */
  change(deps: PressDeps, row: ClaimedPublication): Promise<void>
  /** Where the other side publishes what is scheduled: looks at rows whose time (`wakeInMs` of their settlement) has come. Without it, they come to `publish`. */
  wake?(deps: PressDeps, rows: readonly ClaimedPublication[]): Promise<void>
  /** Finds out what became of writes that were recorded (`row.request`) and not answered. */
  reconcile(deps: PressDeps, rows: readonly ClaimedPublication[]): Promise<void>
}

/** What a preview is asked for. */
export interface PreviewRequest {
  readonly connection: Connection
  readonly article: ArticleRow
  readonly version: ArticleVersion
  readonly options: PublishOptions
  /** Equal to the publication's `doneHash` where there is nothing to do. */
  readonly wantedHash: string
  /** What is known of it there; undefined where nothing is. */
  readonly publication: Publication | undefined
}

/** A version of an article, and how a connection wants it. */
export interface WantedState {
  readonly version: ArticleVersion
  readonly options: PublishOptions
}

export interface CompareRequest {
  readonly connection: Connection
  readonly publication: Publication
  readonly wanted: WantedState
  /** What was sent last; `null` where nobody knows. */
  readonly before: WantedState | null
}

export interface Compared {
  readonly sides: Sides
  /** When it was changed there last, as the site says it; `null` where it is gone. */
  readonly modified: string | null
  /** What its row would be, were it taken as it is. */
  readonly state: 'live' | 'scheduled' | 'draft' | 'trashed' | 'gone'
  readonly remote: NonNullable<Settlement['remote']>
  /** For scheduled: in how many ms there is something to look at. */
  readonly wakeInMs?: number
  /** The article with the words that are there; `null` where none can be had. */
  adopt(article: Article): Article | null
}

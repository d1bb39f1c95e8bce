import { HubError } from '../errors/hub-error.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { readArticleVersions } from '../store/articles.ts'
import type { Store } from '../store/open-store.ts'
import { type Publication, type PublicationAction, wantPublications } from '../store/publications.ts'
import { publishOptions, wantedHash } from './options.ts'
import { pressOf } from './presses.ts'
import { drainQueue } from './queue.ts'

/** What is done with publications that are there. */
export type ChangeAction = Exclude<PublicationAction, 'publish'>

/** What a change would do with one publication. */
export interface PlannedChange {
  readonly row: Publication
  /** `null` where there is nothing to do. */
  readonly does: ChangeAction | null
  /** Why nothing is done; empty where something is. */
  readonly why: string
}

/** A publication with the connection that it is on. */
export interface PlacedPublication {
  readonly row: Publication
  readonly connection: { readonly kind: string; readonly name: string }
}

const already: Readonly<Record<ChangeAction, readonly string[]>> = {
  unpublish: ['draft', 'trashed'],
  trash: ['trashed'],
  restore: ['live', 'scheduled', 'draft'],
  delete: [],
}

/** What changing these would do, without doing it. Pure. */
export function planChanges(placed: readonly PlacedPublication[], action: ChangeAction): PlannedChange[] {
  return placed.map(({ row, connection }) => {
    const nothing = (why: string): PlannedChange => ({ row, does: null, why })
    if (row.remoteId === null && row.remoteRef === null) return nothing('it is not there')
    if (!pressOf(connection).actions.has(action)) return nothing(`a ${connection.kind} connection has no "${action}"`)
    if (already[action].includes(row.state)) return nothing(`it is ${row.state} already`)
    return { row, does: action, why: '' }
  })
}

/** Has what was planned done: the rows as they are then, and the connections drained, in one transaction. */
export async function changePublications(
  { store, jobs }: { readonly store: Store; readonly jobs: Jobs },
  plan: readonly PlannedChange[],
  by: string,
): Promise<Publication[]> {
  const rows = plan.flatMap(({ row, does }) => (does === null ? [] : [{ ...row, action: does }]))
  const versions = await readArticleVersions(store.db, rows)
  const hashOf = ({ articleId, version }: Publication): string => {
    const found = versions.find((one) => one.articleId === articleId && one.version === version)
    if (found === undefined)
      throw new HubError('not_found', `There is no version ${version} of the article ${articleId}`)
    return found.hash
  }
  const wishes = rows.map((row) => {
    const { projectId, articleId, connectionId, siteKey, mark, action, version, options } = row
    const hash = wantedHash(action, hashOf(row), publishOptions.parse(options))
    const base = { projectId, articleId, connectionId, siteKey, mark, action, version, options }
    return { ...base, wantedHash: hash, alone: true, by }
  })
  return store.transaction(async (tx) => {
    const changed: Publication[] = []
    for (let at = 0; at < wishes.length; at += 1000)
      changed.push(...(await wantPublications(tx, wishes.slice(at, at + 1000))))
    for (const connectionId of new Set(rows.map((row) => row.connectionId)))
      await jobs.send(drainQueue, { connectionId }, { tx, key: connectionId })
    return changed
  })
}

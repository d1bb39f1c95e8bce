import type { ConnectionsDeps } from '../connections/deps.ts'
import { articleSchema } from '../content/article.ts'
import { HubError } from '../errors/hub-error.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { getArticle, readArticleVersions } from '../store/articles.ts'
import { getConnection } from '../store/connections.ts'
import { acceptConflict, overwriteConflict } from '../store/publication-conflicts.ts'
import { cancelPublications } from '../store/publication-holds.ts'
import { getPublication, type Publication } from '../store/publications.ts'
import { type Comparison, compareSides } from './compare-sides.ts'
import { publishOptions, wantedHash } from './options.ts'
import { previewOriginal } from './originals.ts'
import type { Compared, WantedState } from './press.ts'
import { pressOf } from './presses.ts'
import { drainQueue } from './queue.ts'
import { saveArticle } from './write-article.ts'

/** One publication of a project. */
interface PublicationRef {
  readonly projectId: string
  readonly id: string
}

export interface Conflict extends Comparison {
  readonly row: Publication
  /** When it was changed there last, as the site says it; `null` where it is gone. */
  readonly modified: string | null
  /** Whether what was sent last is known: else nobody knows who changed what. */
  readonly knowsBase: boolean
}

/**
 * How a conflict ends. `theirs`: what is there is what is meant, as a new version of the article where its words can be had.
 * `ours`: it is written over. `leave`: the wish is given up, and both stay as they are.
 */
export type Resolution = 'theirs' | 'ours' | 'leave'

/** The three sides of a conflict. Throws `bad_input` where there is none, and what the site says. */
export async function readConflict(deps: ConnectionsDeps, ref: PublicationRef): Promise<Conflict> {
  const row = await conflictOf(deps, ref)
  const { sides, modified } = await compare(deps, row)
  return { row, modified, knowsBase: sides.base !== null, ...compareSides(sides) }
}

/**
 * Ends a conflict. `seen` is when the site's version was changed that the decision is about: a newer one is refused with
 * `conflict`. Gives the row as it is then, and the version of the article that has the site's words.
 */
export async function resolveConflict(
  deps: ConnectionsDeps & { readonly jobs: Jobs },
  ref: PublicationRef,
  { how, seen, by }: { readonly how: Resolution; readonly seen?: string | null | undefined; readonly by: string },
): Promise<{ readonly row: Publication; readonly adopted: number | null }> {
  const row = await conflictOf(deps, ref)
  const { store, jobs } = deps
  const after = async (adopted: number | null) => ({
    row: await getPublication(store.db, ref.projectId, ref.id),
    adopted,
  })
  if (how === 'leave') {
    await store.transaction((tx) => cancelPublications(tx, { projectId: ref.projectId, ids: [ref.id] }))
    return after(null)
  }
  const compared = await compare(deps, row)
  if (seen !== undefined && seen !== compared.modified) throw changedMeanwhile()
  if (how === 'ours') {
    const wish = await overwriting(deps, row)
    await store.transaction(async (tx) => {
      if (!(await overwriteConflict(tx, row, wish))) throw changedMeanwhile()
      await jobs.send(drainQueue, { connectionId: row.connectionId }, { tx, key: row.connectionId })
    })
    return after(null)
  }
  const adopted = await adopt(deps, row, compared, by)
  const { state, remote, wakeInMs } = compared
  if (!(await acceptConflict(store.db, { row, state, remote, wakeInMs, adopted }))) throw changedMeanwhile()
  return after(adopted?.version ?? null)
}

async function conflictOf({ store }: ConnectionsDeps, { projectId, id }: PublicationRef): Promise<Publication> {
  const row = await getPublication(store.db, projectId, id)
  if (row.state === 'conflict') return row
  throw new HubError('bad_input', `The publication ${id} is ${row.state}: there is no conflict`)
}

async function compare(deps: ConnectionsDeps, row: Publication): Promise<Compared> {
  const { db } = deps.store
  const connection = await getConnection(db, row.projectId, row.connectionId)
  const press = pressOf(connection)
  if (press.compare === undefined)
    throw new HubError('bad_input', `What is on a ${connection.kind} connection cannot be compared yet`, {
      fix: 'Look at it there, and publish again with "overwrite", or leave it.',
    })
  const wanted = await stateOf(deps, row, row.version, row.options)
  const { version, options } = row.previous ?? {}
  const before =
    typeof version === 'number' && row.doneHash !== null ? await stateOf(deps, row, version, options) : null
  if (wanted === null) throw new HubError('not_found', `There is no version ${row.version} of the article`)
  return press.compare(deps, { connection, publication: row, wanted, before })
}

/** `null` for a version that is not kept any more. */
async function stateOf(
  { store }: ConnectionsDeps,
  { articleId }: Publication,
  version: number,
  options: unknown,
): Promise<WantedState | null> {
  const [found] = await readArticleVersions(store.db, [{ articleId, version }])
  if (found === undefined) return null
  return { version: found, options: await previewOriginal(store.db, articleId, publishOptions.parse(options), '') }
}

async function overwriting(
  deps: ConnectionsDeps,
  row: Publication,
): Promise<{ wantedHash: string; options: Readonly<Record<string, unknown>> }> {
  const wanted = await stateOf(deps, row, row.version, row.options)
  if (wanted === null) throw new HubError('not_found', `There is no version ${row.version} of the article`)
  const { version } = wanted
  const options = publishOptions.parse({ ...row.options, overwrite: true })
  return { options, wantedHash: wantedHash('publish', version.hash, options) }
}

async function adopt(
  { store }: ConnectionsDeps,
  { projectId, articleId, options }: Publication,
  compared: Compared,
  by: string,
): Promise<{ version: number; wantedHash: string } | null> {
  const article = await getArticle(store.db, projectId, articleId)
  const [newest] = await readArticleVersions(store.db, [{ articleId, version: article.version }])
  const content = newest === undefined ? null : compared.adopt(articleSchema.parse(newest.body))
  if (content === null) return null
  const saved = await saveArticle(store, { projectId, id: articleId, edited: article.version, content, by })
  const { version, hash } = saved.article
  return { version, wantedHash: wantedHash('publish', hash, publishOptions.parse(options)) }
}

function changedMeanwhile(): HubError {
  return new HubError('conflict', 'It was changed again meanwhile: look at it once more')
}

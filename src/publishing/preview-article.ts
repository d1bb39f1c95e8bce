import type { ConnectionsDeps } from '../connections/deps.ts'
import { HubError } from '../errors/hub-error.ts'
import { type ArticleRow, readArticleVersions } from '../store/articles.ts'
import type { Connection } from '../store/connections.ts'
import { listPublications } from '../store/publications.ts'
import { type Change, changesOf } from './compare-sides.ts'
import { readDefaults } from './defaults.ts'
import { describeError, type KeptError } from './describe-error.ts'
import { resolveOptions, wantedHash } from './options.ts'
import { previewOriginal } from './originals.ts'
import type { CompareRequest } from './press.ts'
import { pressOf } from './presses.ts'
import type { Preview } from './preview.ts'

export interface ArticlePreview extends Preview {
  /** What an update would change in what is there; null where it was not asked for, or cannot be told. */
  readonly changes: Change | null
  /** Why it cannot be told: what the site said. */
  readonly unseen: KeptError | null
}

/**
 * What publishing an article on a connection would do. `withChanges` asks the site for what is there, where that would be
 * changed: one request.
 */
export async function previewArticle(
  deps: ConnectionsDeps,
  connection: Connection,
  article: ArticleRow,
  overrides: unknown,
  { withChanges = false }: { readonly withChanges?: boolean } = {},
): Promise<ArticlePreview> {
  const { db } = deps.store
  const { id, kind, projectId } = connection
  const defaults = await readDefaults(db, [connection])
  const [version] = await readArticleVersions(db, [{ articleId: article.id, version: article.version }])
  if (version === undefined) throw new HubError('not_found', `The article ${article.id} has no content`)
  const filter = { projectId, articleId: article.id, connectionId: id }
  const [publication] = (await listPublications(db, filter, { limit: 1 })).items
  const wanted = resolveOptions(kind, defaults.get(id) ?? [], overrides)
  const options = await previewOriginal(db, article.id, wanted, connection.url)
  const preview = await pressOf(connection).preview(deps, {
    ...{ connection, article, version, options, publication },
    wantedHash: wantedHash('publish', version.hash, wanted),
  })
  if (!withChanges || preview.result !== 'update' || publication === undefined)
    return { ...preview, changes: null, unseen: null }
  const asked = { connection, publication, before: null, wanted: { version, options } }
  return { ...preview, ...(await readChanges(deps, asked)) }
}

/** A site that cannot be asked holds up no plan. */
async function readChanges(
  deps: ConnectionsDeps,
  asked: CompareRequest,
): Promise<Pick<ArticlePreview, 'changes' | 'unseen'>> {
  try {
    const compared = await pressOf(asked.connection).compare?.(deps, asked)
    return { changes: compared === undefined ? null : changesOf(compared.sides), unseen: null }
  } catch (error) {
    if (error instanceof HubError && error.code === 'cancelled') throw error
    return { changes: null, unseen: describeError(error) }
  }
}

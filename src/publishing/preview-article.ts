import type { ConnectionsDeps } from '../connections/deps.ts'
import { HubError } from '../errors/hub-error.ts'
import { type ArticleRow, readArticleVersions } from '../store/articles.ts'
import type { Connection } from '../store/connections.ts'
import { listPublications } from '../store/publications.ts'
import { readDefaults } from './defaults.ts'
import { resolveOptions, wantedHash } from './options.ts'
import { previewOriginal } from './originals.ts'
import { pressOf } from './presses.ts'
import type { Preview } from './preview.ts'

/** What publishing an article on a connection would do. */
export async function previewArticle(
  deps: ConnectionsDeps,
  connection: Connection,
  article: ArticleRow,
  overrides: unknown,
): Promise<Preview> {
  const { db } = deps.store
  const { id, kind, projectId } = connection
  const defaults = await readDefaults(db, [connection])
  const [version] = await readArticleVersions(db, [{ articleId: article.id, version: article.version }])
  if (version === undefined) throw new HubError('not_found', `The article ${article.id} has no content`)
  const filter = { projectId, articleId: article.id, connectionId: id }
  const { items } = await listPublications(db, filter, { limit: 1 })
  const wanted = resolveOptions(kind, defaults.get(id) ?? [], overrides)
  const options = await previewOriginal(db, article.id, wanted, connection.url)
  return pressOf(connection).preview(deps, {
    ...{ connection, article, version, options, publication: items[0] },
    wantedHash: wantedHash('publish', version.hash, wanted),
  })
}

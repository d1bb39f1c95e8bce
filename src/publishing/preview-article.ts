import type { ConnectionsDeps } from '../connections/deps.ts'
import { HubError } from '../errors/hub-error.ts'
import { type ArticleRow, readArticleVersions } from '../store/articles.ts'
import type { Connection } from '../store/connections.ts'
import { listPublications } from '../store/publications.ts'
import { readPublishSettings } from '../store/publish-settings.ts'
import { listThere } from '../store/site-assets.ts'
import { listAllSiteTerms } from '../store/site-terms.ts'
import { learnFacts } from './connected-sites.ts'
import { markOf } from './mark.ts'
import { resolveOptions } from './options.ts'
import { type Preview, previewPublication } from './preview.ts'

/** What publishing an article on a connection would do; asks the site nothing where its connection knows it. */
export async function previewArticle(
  deps: ConnectionsDeps,
  connection: Connection,
  article: ArticleRow,
  overrides: unknown,
): Promise<Preview> {
  const { db } = deps.store
  const settings = (await readPublishSettings(db, [connection.id])).get(connection.id)
  const [version] = await readArticleVersions(db, [{ articleId: article.id, version: article.version }])
  if (version === undefined) throw new HubError('not_found', `The article ${article.id} has no content`)
  const filter = { projectId: connection.projectId, articleId: article.id, connectionId: connection.id }
  const { items } = await listPublications(db, filter, { limit: 1 })
  const images = await listThere(db, connection, Object.values(version.assets))
  const terms = await listAllSiteTerms(db, connection)
  return previewPublication({
    version,
    options: resolveOptions(settings?.options, overrides),
    facts: await learnFacts(deps, connection),
    refusesBlocks: settings?.refusesBlocks ?? false,
    mark: markOf(article.identity, connection.account ?? ''),
    publication: items[0],
    there: new Set([...images, ...terms.map(({ taxonomy, path }) => `${taxonomy}\n${path}`)]),
  })
}

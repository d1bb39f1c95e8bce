import { type Article, articleSchema } from '../content/article.ts'
import { HubError } from '../errors/hub-error.ts'
import { readArticleVersions } from '../store/articles.ts'
import type { Db } from '../store/open-store.ts'
import type { ClaimedPublication, Settlement } from '../store/publication-leases.ts'
import { type PublishOptions, publishOptions } from './options.ts'
import { failure } from './settlements.ts'

/** A claimed row with the article that it is about. */
export interface ArticleWork {
  readonly row: ClaimedPublication
  readonly article: Article
  /** The hash of the asset for each `src` that was kept. */
  readonly assets: Readonly<Record<string, string>>
  readonly options: PublishOptions
}

/** Reads what the rows are about, and makes of it what `prepare` does. One that cannot be read fails for itself. */
export async function loadArticles<Work>(
  db: Db,
  rows: readonly ClaimedPublication[],
  prepare: (work: ArticleWork) => Work,
): Promise<{ readonly works: Work[]; readonly failed: Settlement[] }> {
  const works: Work[] = []
  const failed: Settlement[] = []
  const versions = await readArticleVersions(db, rows)
  for (const row of rows) {
    try {
      const version = versions.find((one) => one.articleId === row.articleId && one.version === row.version)
      if (version === undefined) throw new HubError('not_found', `There is no version ${row.version} of the article`)
      const article = articleSchema.parse(version.body)
      works.push(prepare({ row, article, assets: version.assets, options: publishOptions.parse(row.options) }))
    } catch (error) {
      failed.push(failure(row, error))
    }
  }
  return { works, failed }
}

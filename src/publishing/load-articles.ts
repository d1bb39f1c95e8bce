import { type Article, articleSchema } from '../content/article.ts'
import { HubError } from '../errors/hub-error.ts'
import { readArticleVersions } from '../store/articles.ts'
import type { Db } from '../store/open-store.ts'
import type { ClaimedPublication, Settlement } from '../store/publication-leases.ts'
import type { PublishOptions } from './options.ts'
import { resolveOriginals } from './originals.ts'
import { failure } from './settlements.ts'

/** A claimed row with the article that it is about. */
export interface ArticleWork {
  readonly row: ClaimedPublication
  readonly article: Article
  /** The hash of the asset for each `src` that was kept. */
  readonly assets: Readonly<Record<string, string>>
  readonly options: PublishOptions
}

/**
 * Reads what the rows are about, and makes of it what `prepare` does. `failed`: one that cannot be read fails for itself; one whose
 * original is not live yet waits.
 */
export async function loadArticles<Work>(
  db: Db,
  rows: readonly ClaimedPublication[],
  prepare: (work: ArticleWork) => Work,
): Promise<{ readonly works: Work[]; readonly failed: Settlement[] }> {
  const works: Work[] = []
  const failed: Settlement[] = []
  const versions = await readArticleVersions(db, rows)
  const { options, waiting } = await resolveOriginals(db, rows)
  failed.push(...waiting)
  const waits = new Set(waiting.map(({ id }) => id))
  for (const row of rows.filter(({ id }) => !waits.has(id))) {
    try {
      const version = versions.find((one) => one.articleId === row.articleId && one.version === row.version)
      if (version === undefined) throw new HubError('not_found', `There is no version ${row.version} of the article`)
      const article = articleSchema.parse(version.body)
      works.push(prepare({ row, article, assets: version.assets, options: options.get(row.id) ?? rejectOptions(row) }))
    } catch (error) {
      failed.push(failure(row, error))
    }
  }
  return { works, failed }
}

function rejectOptions({ id }: ClaimedPublication): never {
  throw new HubError('internal', `The options of the publication ${id} cannot be read`)
}

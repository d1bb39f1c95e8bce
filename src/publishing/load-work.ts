import { type Article, articleSchema } from '../content/article.ts'
import { HubError } from '../errors/hub-error.ts'
import { readArticleVersions } from '../store/articles.ts'
import type { Db } from '../store/open-store.ts'
import type { ClaimedPublication, Settlement } from '../store/publication-leases.ts'
import { describeError } from './describe-error.ts'
import { type PublishOptions, publishOptions } from './options.ts'
import { type Plan, planPublication } from './plan.ts'
import type { PublishingSite } from './site-access.ts'

/** A claimed row with everything that is known without asking the site. */
export interface Work {
  readonly row: ClaimedPublication
  readonly article: Article
  readonly options: PublishOptions
  readonly plan: Plan
}

/** Reads what the rows are about. One that cannot be read fails for itself. */
export async function loadWork(
  db: Db,
  site: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<{ readonly works: Work[]; readonly failed: Settlement[] }> {
  const works: Work[] = []
  const failed: Settlement[] = []
  const versions = await readArticleVersions(db, rows)
  for (const row of rows) {
    try {
      const version = versions.find((one) => one.articleId === row.articleId && one.version === row.version)
      if (version === undefined) throw new HubError('not_found', `There is no version ${row.version} of the article`)
      const article = articleSchema.parse(version.body)
      const options = publishOptions.parse(row.options)
      const { facts } = site.open
      const { assets } = version
      works.push({
        row,
        article,
        options,
        plan: planPublication({ article, assets, options, facts, refusesBlocks: site.refusesBlocks }),
      })
    } catch (error) {
      failed.push(failure(row, error))
    }
  }
  return { works, failed }
}

/** It is refused, and nothing was sent: a person has to change something. */
export function failure(row: ClaimedPublication, error: unknown, requests = 0): Settlement {
  const { id, epoch, wantedHash } = row
  return { id, epoch, state: 'failed', claimedHash: wantedHash, done: false, error: describeError(error), requests }
}

/** Nothing was sent; it is tried again. */
export function postponement(row: ClaimedPublication, inMs: number, error?: unknown): Settlement {
  const { id, epoch, wantedHash } = row
  const why = error === undefined ? {} : { error: describeError(error) }
  return { id, epoch, state: 'planned', claimedHash: wantedHash, done: false, again: { inMs }, ...why }
}

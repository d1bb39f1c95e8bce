import type { Db } from '../../store/open-store.ts'
import type { ClaimedPublication, Settlement } from '../../store/publication-leases.ts'
import { type ArticleWork, loadArticles } from '../load-articles.ts'
import { type Plan, planPublication } from './plan.ts'
import type { PublishingSite } from './publishing-site.ts'

/** A claimed row with everything that is known without asking the site. */
export interface Work extends ArticleWork {
  readonly plan: Plan
}

/** Reads what the rows are about. One that cannot be read fails for itself. */
export function loadWork(
  db: Db,
  { open: { facts }, siteKey, refusesBlocks }: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<{ readonly works: Work[]; readonly failed: Settlement[] }> {
  return loadArticles(db, rows, (work) => ({
    ...work,
    plan: planPublication({ ...work, facts, siteKey, refusesBlocks }),
  }))
}

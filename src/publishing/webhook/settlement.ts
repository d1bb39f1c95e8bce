import { readReceipt } from '../../connectors/webhook/read-receipt.ts'
import type { Note } from '../../content/note.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { DeliverySummary } from '../../store/deliveries.ts'
import type { Db } from '../../store/open-store.ts'
import type { ClaimedPublication, Settlement } from '../../store/publication-leases.ts'
import type { PublicationState } from '../../store/publications.ts'
import type { Drop } from '../drop.ts'
import type { ArticleWork } from '../load-articles.ts'
import { failure } from '../settlements.ts'
import { composeRow, dropsOf } from './compose-row.ts'

/** How a publication ends whose delivery ended. */
export async function settlementOf(db: Db, work: ArticleWork, delivery: DeliverySummary): Promise<Settlement> {
  const { row, options, article } = work
  const attempt = delivery.log.at(-1)
  const requests = delivery.attempts
  if (delivery.state !== 'delivered') {
    const { code = null, reason = 'It was not delivered' } = attempt ?? {}
    const gaveUp = delivery.state === 'exhausted' ? `${reason}; given up after ${requests} attempts` : reason
    return failure(row, new HubError(code ?? 'internal', gaveUp, { evidence: attempt }), requests)
  }
  const said = readReceipt(attempt?.answer ?? null)
  const { dropped, notes } = await remarksOf(db, work)
  const answer = { status: attempt?.status ?? null, text: attempt?.answer ?? null, id: said.id, url: said.url }
  const isRemoval = row.action !== 'publish'
  return {
    id: row.id,
    epoch: row.epoch,
    claimedHash: row.wantedHash,
    done: true,
    state: stateOf(row, options.status ?? article.status ?? 'draft'),
    result: isRemoval ? 'removed' : delivery.type === 'article.published' ? 'created' : 'updated',
    requests,
    remote: {
      type: 'event',
      id: null,
      // Where the receiver gives none, the article's own id says that it is there.
      ref: (isRemoval ? null : said.id) ?? row.remoteRef ?? row.articleId,
      url: said.url ?? (isRemoval ? null : row.remoteUrl),
      status: null,
      modified: attempt?.at ?? null,
      hash: null,
    },
    receipt: { dropped, changed: [], notes, delivery: delivery.id, messageId: delivery.messageId, answer },
  }
}

/** What was not sent of the article, and what became of its text: seen when it was composed, which does the same each time. */
async function remarksOf(
  db: Db,
  { row, article, assets, options }: ArticleWork,
): Promise<{ readonly dropped: readonly Drop[]; readonly notes: readonly Note[] }> {
  if (row.action !== 'publish') return { dropped: [], notes: [] }
  const { projectId, articleId } = row
  const request = { type: 'article.published', at: new Date(), projectId, articleId, article, assets, options } as const
  const composed = await composeRow(db, request)
  return { dropped: dropsOf(composed), notes: composed.notes }
}

function stateOf({ action }: ClaimedPublication, status: string): Exclude<PublicationState, 'sending'> {
  if (action === 'delete') return 'gone'
  if (action !== 'publish') return 'draft'
  if (status === 'future') return 'scheduled'
  return status === 'draft' || status === 'pending' ? 'draft' : 'live'
}

import type { ArticleEventType } from '../../connectors/webhook/article-event.ts'
import { deliverNow, keepArticleEvent } from '../../deliveries/article-event.ts'
import type { DeliveriesDeps } from '../../deliveries/deps.ts'
import { HubError, toHubError } from '../../errors/hub-error.ts'
import type { Connection } from '../../store/connections.ts'
import { checkExisting } from '../../store/constraint.ts'
import { type DeliverySummary, lastOfPublication, takeUpDelivery } from '../../store/deliveries.ts'
import { repeatDelivery } from '../../store/delivery-claims.ts'
import type { Db } from '../../store/open-store.ts'
import { type ClaimedPublication, type Settlement, settlePublications } from '../../store/publication-leases.ts'
import type { PressDeps } from '../deps.ts'
import { type ArticleWork, loadArticles } from '../load-articles.ts'
import { failure, postponement } from '../settlements.ts'
import { composeRow } from './compose-row.ts'
import { settlementOf } from './settlement.ts'

export interface EndpointWork {
  readonly sending: DeliveriesDeps
  readonly connection: Connection
  readonly signal: AbortSignal
}

/**
 * Brings one row to where its delivery is:
 * - none for this wish: one is kept, and sent;
 * - one that waits: it is sent if it is due, and the row comes back when it is due next;
 * - one that ended: the row ends as it did;
 * - one of which the row knows already that it failed, or that waits though the row knows of no error: somebody asked again, and
 *   it is sent now, as the same event.
 */
export async function publishRow(deps: PressDeps, work: EndpointWork, row: ClaimedPublication): Promise<void> {
  const { db } = deps.store
  const { works, failed } = await loadArticles(db, [row], (loaded) => loaded)
  const [loaded] = works
  if (loaded === undefined) return void (await settlePublications(db, failed))
  let last: DeliverySummary | undefined
  try {
    last = await lastOfPublication(db, row.id)
    if (last === undefined || last.wantedHash !== row.wantedHash || isOver(last)) await keep(deps, work, loaded, last)
    else if (isAskedAgain(row, last)) await repeatDelivery(db, work.connection.id, last.id, work.sending.now())
  } catch (error) {
    // The article does not fit the format, or something of it is missing: nothing was sent.
    return void (await settlePublications(db, [failure(row, error)]))
  }
  const next = await deliverNow(work.sending, work.connection, row.articleId, work.signal)
  const delivery = await lastOfPublication(db, row.id)
  if (delivery?.wantedHash !== row.wantedHash) {
    // Somebody wished otherwise in between, and it was dropped before it was tried.
    await settlePublications(db, [postponement(row, 0)])
    return
  }
  if (delivery.finishedAt === null) {
    await settlePublications(db, [waiting(work, row, delivery, next)])
    return
  }
  const settled = await settle(db, row, await settlementOf(db, loaded, delivery))
  if (settled.has(row.id)) await takeUpDelivery(db, delivery.id)
}

/** A receiver may well say the same id of everything: then the article keeps its own. */
async function settle(db: Db, { articleId }: ClaimedPublication, settlement: Settlement): Promise<Set<string>> {
  const { remote } = settlement
  try {
    return await checkExisting('Another article has this id', () => settlePublications(db, [settlement]))
  } catch (error) {
    if (remote === undefined || toHubError(error).code !== 'already_exists') throw error
    return settlePublications(db, [{ ...settlement, remote: { ...remote, ref: articleId } }])
  }
}

function isOver({ takenUp, state }: DeliverySummary): boolean {
  return takenUp && state === 'delivered'
}

function isAskedAgain(row: ClaimedPublication, { takenUp, state, log }: DeliverySummary): boolean {
  return takenUp || (state === 'waiting' && log.length > 0 && row.error === null)
}

/** Not before the endpoint is to be asked again. What was tried may have been taken, so it cannot be taken back any more. */
function waiting(
  { sending }: EndpointWork,
  row: ClaimedPublication,
  { log }: DeliverySummary,
  next: Date | null,
): Settlement {
  const inMs = Math.max((next?.getTime() ?? 0) - sending.now().getTime(), 1000)
  const attempt = log.at(-1)
  if (attempt === undefined) return postponement(row, inMs)
  const { remoteUrl: url, remoteRef, articleId } = row
  const remote = { type: 'event', id: null, ref: remoteRef ?? articleId, url, status: null, modified: null, hash: null }
  return { ...postponement(row, inMs, new HubError(attempt.code ?? 'internal', attempt.reason)), remote }
}

async function keep(
  { store: { db } }: PressDeps,
  { sending, connection }: EndpointWork,
  { row, article, assets, options }: ArticleWork,
  last: DeliverySummary | undefined,
): Promise<void> {
  const { id: publicationId, projectId, articleId, wantedHash, createdBy: by } = row
  const type = typeOf(row, last)
  const request = { type, at: sending.now(), projectId, articleId, article, assets, options }
  const { body } = await composeRow(db, request)
  const about = { connectionId: connection.id, publicationId, articleId, wantedHash }
  await keepArticleEvent(sending, { ...about, type, body, after: last?.messageId ?? '', by })
}

/** Updated is what the receiver has, or is being told of; what it refused at first, it does not have. */
function typeOf(row: ClaimedPublication, last: DeliverySummary | undefined): ArticleEventType {
  if (row.action !== 'publish') return 'article.removed'
  if (last === undefined) {
    const wasRemoved = row.result === 'removed' || row.previous?.result === 'removed'
    return row.doneHash === null || wasRemoved ? 'article.published' : 'article.updated'
  }
  if (last.type === 'article.removed') return 'article.published'
  const isThere = last.state === 'delivered' || last.type === 'article.updated' || last.finishedAt === null
  return isThere ? 'article.updated' : 'article.published'
}

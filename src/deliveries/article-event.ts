import { HubError } from '../errors/hub-error.ts'
import type { Connection } from '../store/connections.ts'
import { insertDelivery } from '../store/deliveries.ts'
import { messageId } from '../webhook/message-id.ts'
import { payloadVersion } from '../webhook/payload.ts'
import type { DeliveriesDeps } from './deps.ts'
import { drainDeliveries } from './drain.ts'

/** What an endpoint is to be told of an article. */
export interface ArticleNews {
  readonly connectionId: string
  readonly publicationId: string
  readonly articleId: string
  /** The wish that it carries out. */
  readonly wantedHash: string
  readonly type: string
  /** JSON, as it is sent. */
  readonly body: string
  /** The `webhook-id` of the publication's event before this one; empty for the first. With it, the same wish asked for again is another event. */
  readonly after: string
  readonly by: string
}

/** Keeps an article's event; those of one article are sent one after the other. */
export async function keepArticleEvent(
  { store, now }: DeliveriesDeps,
  { publicationId, articleId, wantedHash, type, after, ...news }: ArticleNews,
): Promise<void> {
  const id = messageId({ type, subject: publicationId, revision: `${wantedHash} ${after}` })
  const kept = { ...news, type, messageId: id, version: payloadVersion, subject: articleId, now: now() }
  await insertDelivery(store.db, { ...kept, publicationId, wantedHash })
}

/** Until an endpoint is looked at again that cannot be sent to now, in ms. */
const restMs = 60_000

/**
 * Sends what is due about an article, and gives when more of it is; `null` when all has ended. What an endpoint that is paused
 * has to get waits: that is no error here.
 */
export async function deliverNow(
  deps: DeliveriesDeps,
  { id, projectId }: Connection,
  articleId: string,
  signal: AbortSignal,
): Promise<Date | null> {
  try {
    return await drainDeliveries(deps, { id, projectId }, { signal, subject: articleId })
  } catch (error) {
    // Another delivery of the same minute may have had it disabled; whoever resumes it has all sent.
    const waits = error instanceof HubError && (error.code === 'connection_paused' || error.code === 'needs_login')
    if (!waits) throw error
    return new Date(deps.now().getTime() + restMs)
  }
}

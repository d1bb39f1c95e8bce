import { hubEventMessage } from '../connectors/webhook/hub-event.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { insertDelivery } from '../store/deliveries.ts'
import { type HubEvent, readEvents } from '../store/events.ts'
import { getProject } from '../store/projects.ts'
import { listSubscribers, moveEventCursor, readWebhookEndpoint } from '../store/webhook-endpoints.ts'
import type { DeliveriesDeps } from './deps.ts'
import { deliveryQueue } from './queue.ts'

const atOnce = 200

type TakingDeps = Pick<DeliveriesDeps, 'store' | 'now'>

/**
 * Makes deliveries of the hub's events for endpoints that want them: once each, since the cursor moves in the transaction that
 * keeps them, and only from where it was.
 */
export async function takeEvents(deps: TakingDeps, jobs: Jobs, signal?: AbortSignal): Promise<void> {
  await takeFor(await listSubscribers(deps.store.db), deps, jobs, signal)
}

/**
 * The same for those endpoints alone that want some of what happened: cheap enough to be done whenever something happens.
 * The cursors of all others stay where they are.
 */
export async function takeNews(deps: TakingDeps, jobs: Jobs, signal?: AbortSignal): Promise<void> {
  // Reading gives every event its number.
  await readEvents(deps.store.db, { after: 0, limit: 1 })
  await takeFor(await listSubscribers(deps.store.db, { withNews: true }), deps, jobs, signal)
}

async function takeFor(
  subscribers: Awaited<ReturnType<typeof listSubscribers>>,
  deps: TakingDeps,
  jobs: Jobs,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { connectionId, projectId } of subscribers) {
    while (signal?.aborted !== true && (await takeSome(deps, jobs, connectionId, projectId)));
  }
}

/** Whether there may be more. */
async function takeSome(
  { store, now }: TakingDeps,
  jobs: Jobs,
  connectionId: string,
  projectId: string,
): Promise<boolean> {
  const { events: types, cursor } = await readWebhookEndpoint(store.db, connectionId)
  const { items, next } = await readEvents(store.db, { projectIds: [projectId], types, after: cursor, limit: atOnce })
  if (next === cursor) return false
  const news = items.filter((event) => !isAboutItself(event, connectionId))
  const project = await getProject(store.db, projectId)
  await store.transaction(async (tx) => {
    if (!(await moveEventCursor(tx, connectionId, cursor, next))) return
    for (const event of news) {
      const { id, type, body } = hubEventMessage(connectionId, project, event)
      const kept = { connectionId, messageId: id, type, version: 1, body, by: 'events', now: now() }
      await insertDelivery(tx, { ...kept, subject: eventSubject(event) })
    }
    if (news.length > 0) await jobs.send(deliveryQueue, { connectionId }, { tx, key: connectionId })
  })
  return items.length === atOnce
}

/** In an order of their own: an article's publishing must not wait for what is only news of it. */
function eventSubject({ subject }: HubEvent): string | null {
  return subject === null ? null : `event:${subject}`
}

/** What happens to an endpoint, and to articles there, it is told anyway, or cannot be. */
function isAboutItself({ subject, payload }: HubEvent, connectionId: string): boolean {
  return subject === connectionId || payload.connection === connectionId
}

import { eventIterator, withEventMeta } from '@orpc/server'
import { z } from 'zod'
import { eventBefore, type HubEvent, readEvents } from '../store/events.ts'
import type { ProjectScope } from './guard.ts'
import { projectOperation } from './operation.ts'
import { moment } from './pages.ts'
import { projectInput } from './project-input.ts'

const eventView = z.object({
  seq: z.number().describe('Its place, and the cursor for what follows it'),
  type: z.string(),
  subject: z.string().nullable().describe('The id of what it is about'),
  payload: z.record(z.string(), z.unknown()),
  at: moment,
})
const filterInput = projectInput.extend({
  types: z
    .union([
      z.array(z.string().max(100)).max(50),
      z
        .string()
        .max(1000)
        .transform((list) => list.split(',').slice(0, 50)),
    ])
    .optional()
    .describe('Only these types: a list, or in an address `types=a,b`'),
})

/** How long one stream lasts at most: whoever lost the right to read loses the stream then. They come back with the last `seq`. */
const longestStream = 5 * 60_000

export const events = {
  list: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({ method: 'GET', path: '/events', tags: ['Events'], summary: 'Read what happened in a project, in order' })
    .input(
      filterInput.extend({
        after: z.int().min(0).default(0).describe('Only those after this `seq`'),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ items: z.array(eventView), next: z.number().describe('What to give as `after` next time') }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { after, limit, types } = input
      const page = await readEvents(store.db, { projectIds: [context.project.id], types, after, limit })
      return { items: page.items.filter((event) => mayShow(event, context.project)).map(view), next: page.next }
    }),

  follow: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/events/follow',
      tags: ['Events'],
      summary: 'Follow what happens in a project, as server-sent events',
      description:
        'Begins now, or so many seconds ago as `within` says, or after `after`, or after the `Last-Event-ID` header. A stream ends after five minutes: come back with the last id.',
    })
    .input(
      filterInput.extend({
        after: z.int().min(0).optional().describe('Begin after this `seq`'),
        within: z
          .int()
          .min(0)
          .max(7 * 24 * 3600)
          .optional()
          .describe('Without a `seq` yet: begin with what happened in the last so many seconds'),
      }),
    )
    .output(eventIterator(eventView))
    .handler(async ({ input, context, lastEventId, signal }) => {
      const { store, events: feed } = await context.hub()
      const resumed = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : input.after
      const after = resumed ?? (await eventBefore(store.db, input.within ?? 0))
      const ends = [AbortSignal.timeout(longestStream), signal, context.signal].filter((end) => end !== undefined)
      const filter = { projectIds: [context.project.id], types: input.types, after }
      // Asked for a place before the answer begins, so that a refusal has a status of its own.
      return show(feed.follow(filter, AbortSignal.any(ends)), context.project)
    }),
}

async function* show(events: AsyncGenerator<HubEvent, void>, project: ProjectScope) {
  for await (const event of events)
    if (mayShow(event, project)) yield withEventMeta(view(event), { id: String(event.seq) })
}

/** A key that is limited to some connections sees events of those: about them, or about something on the one that the payload names. */
function mayShow({ subject, payload: { connection } }: HubEvent, { connectionIds }: ProjectScope): boolean {
  return (
    connectionIds === null || [subject, connection].some((id) => typeof id === 'string' && connectionIds.includes(id))
  )
}

function view({ seq, type, subject, payload, at }: HubEvent): z.infer<typeof eventView> {
  return { seq, type, subject, payload, at: at.toISOString() }
}

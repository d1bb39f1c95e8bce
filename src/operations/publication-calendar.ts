import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'
import { reschedulePublication } from '../publishing/reschedule.ts'
import { type CalendarEntry, listCalendar } from '../store/calendar.ts'
import { getPublication } from '../store/publications.ts'
import { actorName } from './actor.ts'
import { projectOperation } from './operation.ts'
import { moment } from './pages.ts'
import { projectInput } from './project-input.ts'
import { publicationView, viewPublication } from './publication-view.ts'

const longestRangeMs = 100 * 24 * 3_600_000
const mostEntries = 2000
const entryView = z.object({
  id: z.string().describe('Of the publication'),
  article: z.object({ id: z.string(), title: z.string() }),
  connection: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  state: z
    .enum(['live', 'scheduled', 'changing', 'failed'])
    .describe('changing: another time is on its way to the site; failed: the site refused it, and it is where it was'),
  url: z.string().nullable(),
  code: z.string().nullable().describe('Why it is not as it should be: `schedule_missed`, or why it failed'),
  at: moment,
})

/** What is public when. Part of `publications`. */
export const publicationCalendar = {
  calendar: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/publications/calendar',
      tags: ['Publications'],
      summary: 'List what is public, or will be, in a range of time',
      description: `At most 100 days and ${mostEntries} publications.`,
    })
    .input(projectInput.extend({ from: moment, to: moment.describe('ISO 8601, UTC; not itself') }))
    .output(z.object({ items: z.array(entryView), more: z.boolean().describe('There are more than are told') }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const [from, to] = [new Date(input.from), new Date(input.to)]
      if (to.getTime() - from.getTime() > longestRangeMs)
        throw new HubError('bad_input', 'The range is longer than 100 days')
      const { id: projectId, connectionIds } = context.project
      const range = { projectId, connectionIds: connectionIds ?? undefined, from, to }
      const { entries, more } = await listCalendar(store.db, range, mostEntries)
      return { items: entries.map(view), more }
    }),

  reschedule: projectOperation({ permission: 'editor', effect: 'idempotent', connections: 'list' })
    .route({
      method: 'POST',
      path: '/publications/{publication}/reschedule',
      tags: ['Publications'],
      summary: 'Give what is scheduled or public another time',
      description: 'A time to come makes it scheduled, one that is past makes it public.',
    })
    .input(projectInput.extend({ publication: z.string().min(1).max(100), at: moment }))
    .output(publicationView)
    .handler(async ({ input, context }) => {
      const { store, jobs } = await context.hub()
      const row = await getPublication(store.db, context.project.id, input.publication)
      const { connectionIds } = context.project
      if (connectionIds !== null && !connectionIds.includes(row.connectionId))
        throw new HubError('not_found', `There is no publication ${input.publication}`)
      return viewPublication(
        await reschedulePublication({ store, jobs }, row, new Date(input.at), actorName(context.actor)),
      )
    }),
}

function view({
  articleId,
  title,
  connectionId,
  connection,
  kind,
  at,
  ...rest
}: CalendarEntry): z.infer<typeof entryView> {
  const { id, state, url, code } = rest
  const about = { article: { id: articleId, title }, connection: { id: connectionId, name: connection, kind } }
  return { id, ...about, state, url, code, at: at.toISOString() }
}

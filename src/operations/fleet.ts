import { z } from 'zod'
import { type FleetRow, type FleetScope, listFleet, listFleetChanges, summarizeFleet } from '../store/fleet.ts'
import type { OperationContext } from './context.ts'
import { hubOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'

const text = z.string().max(200).optional()
const fleetView = z.object({
  id: z.string(),
  project: z.object({ id: z.string(), name: z.string() }),
  kind: z.string(),
  name: z.string(),
  url: z.string(),
  groups: z.array(z.string()).readonly(),
  method: z.string().describe('How it logs in'),
  account: z.string().nullable().describe('The user at the site'),
  roles: z.array(z.string()).readonly().describe('Of that user, as the site tells them'),
  icon: z.boolean().describe('Whether the site names an icon of its own'),
  state: z.string(),
  verdict: z.string().nullable(),
  code: z.string().nullable(),
  checkedAt: moment.nullable(),
  version: z.string().nullable().describe('Of WordPress, as the site tells it'),
  php: z.string().nullable().describe('Of PHP, where the site tells it'),
  waiting: z.number().describe('Publications on their way'),
  stuck: z.number().describe('Publications that a person must look at: failed, or in conflict'),
  publishedAt: moment.nullable().describe('When something was last published there'),
})
const facet = z.array(z.object({ value: z.string().nullable(), count: z.number() })).readonly()

/** All connections of all projects that the caller may see. */
export const fleet = {
  list: hubOperation({ permission: 'user', effect: 'read' })
    .route({ method: 'GET', path: '/fleet', tags: ['Fleet'], summary: 'List the connections of all your projects' })
    .input(
      pageInput.extend({
        search: text.describe('A part of name or address'),
        project: text.describe('Only of this project, by its id'),
        group: text,
        kind: text,
        state: text,
        verdict: text,
        code: text,
        version: text,
        php: text,
      }),
    )
    .output(pageOf(fleetView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return viewPage(
        await listFleet(store.db, { ...input, inProject: input.project, ...scopeOf(context) }, input),
        view,
      )
    }),

  summary: hubOperation({ permission: 'user', effect: 'read' })
    .route({
      method: 'GET',
      path: '/fleet/summary',
      tags: ['Fleet'],
      summary: 'Count them by health, version and outstanding work',
    })
    .input(z.object({ project: text.describe('Only of this project, by its id') }))
    .output(
      z.object({
        connections: z.number(),
        waiting: z.number(),
        stuck: z.number(),
        facets: z.object({
          ...{ state: facet, verdict: facet, code: facet, kind: facet, version: facet, php: facet },
          group: facet.describe('A connection in two groups counts in both'),
        }),
      }),
    )
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return summarizeFleet(store.db, scopeOf(context), input.project)
    }),

  changes: hubOperation({ permission: 'user', effect: 'read' })
    .route({
      method: 'GET',
      path: '/fleet/changes',
      tags: ['Fleet'],
      summary: 'List the newest changes of health, the newest first',
    })
    .input(z.object({ limit: z.int().min(1).max(100).default(20) }))
    .output(
      z.object({
        items: z.array(
          z.object({
            connection: z.object({ id: z.string(), name: z.string(), project: z.string() }),
            before: z.string().nullable().describe('The verdict before; null for none yet'),
            after: z.string().nullable(),
            code: z.string().nullable().describe('Why it is not well'),
            at: moment,
          }),
        ),
      }),
    )
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const changes = await listFleetChanges(store.db, scopeOf(context), input.limit)
      return {
        items: changes.map(({ connectionId, projectId, name, at, before, after, code }) => ({
          ...{ connection: { id: connectionId, name, project: projectId }, before, after, code },
          at: at.toISOString(),
        })),
      }
    }),
}

/** Administrators see everything; a key, what it is limited to. */
function scopeOf({ actor }: OperationContext): FleetScope {
  if (actor.kind === 'local' || (actor.kind === 'user' && actor.admin)) return {}
  if (actor.kind === 'key') return { projectId: actor.projectId, connectionIds: actor.connectionIds ?? undefined }
  return { memberId: actor.kind === 'user' ? actor.id : '' }
}

function view(row: FleetRow): z.infer<typeof fleetView> {
  const { projectId, project, checkedAt, publishedAt, ...rest } = row
  return {
    ...rest,
    project: { id: projectId, name: project },
    checkedAt: checkedAt?.toISOString() ?? null,
    publishedAt: publishedAt?.toISOString() ?? null,
  }
}

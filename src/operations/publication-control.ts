import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'
import { changePublications, planChanges } from '../publishing/change-publications.ts'
import { drainQueue } from '../publishing/queue.ts'
import { type Connection, listConnections } from '../store/connections.ts'
import type { Db } from '../store/open-store.ts'
import {
  cancelPublications,
  type PublicationSelection,
  pausePublications,
  resumePublications,
  retryPublications,
} from '../store/publication-holds.ts'
import { listPublications, type Publication } from '../store/publications.ts'
import { actorName } from './actor.ts'
import type { OperationContext } from './context.ts'
import type { ProjectScope } from './guard.ts'
import type { Hub } from './hub.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'
import { publicationView, viewPublication } from './publication-view.ts'

const names = z.array(z.string().min(1).max(200)).min(1).max(500)
/** Which publications: what is given narrows it. */
const selection = projectInput.extend({
  publications: names.optional().describe('Ids of publications'),
  articles: names.optional().describe('Ids of articles'),
  connections: names.optional().describe('Ids or names of connections'),
  groups: names.optional().describe('Groups of connections'),
  all: z.boolean().default(false).describe('All of the project, where nothing else is given'),
})
const counted = z.object({
  changed: z.number().describe('How many publications'),
  pending: z.number().describe('How many more will be, unless what is under way or in doubt has landed by then'),
})
/** More at once would hold the database for too long. */
const mostChanges = 5000

type Selection = z.infer<typeof selection>
const editing = { permission: 'editor', effect: 'idempotent', connections: 'list' } as const

/** What people do with publications while they are under way, and with what is there. Part of `publications`. */
export const publicationControl = {
  pause: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/publications/pause',
      tags: ['Publications'],
      summary: 'Let what is not sent yet rest until it is resumed',
    })
    .input(selection)
    .output(counted)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const selected = await select(context, input)
      return store.transaction((tx) => pausePublications(tx, selected))
    }),

  cancel: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/publications/cancel',
      tags: ['Publications'],
      summary: 'Take back what is not sent yet, failed, or is in conflict',
      description:
        'What was there before goes back to what it was; the rest is `cancelled`. What is in doubt is settled first, and what has landed has landed.',
    })
    .input(selection)
    .output(counted)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const selected = await select(context, input)
      return store.transaction((tx) => cancelPublications(tx, selected))
    }),

  resume: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/publications/resume',
      tags: ['Publications'],
      summary: 'Go on with what was paused',
    })
    .input(selection)
    .output(counted.pick({ changed: true }))
    .handler(async ({ input, context }) => wake(await context.hub(), resumePublications, await select(context, input))),

  retry: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/publications/retry',
      tags: ['Publications'],
      summary: 'Try again what failed, and at once what waits for its next try',
    })
    .input(selection)
    .output(counted.pick({ changed: true }))
    .handler(async ({ input, context }) => wake(await context.hub(), retryPublications, await select(context, input))),

  change: projectOperation({ ...editing, effect: 'destructive' })
    .route({
      method: 'POST',
      path: '/publications/change',
      tags: ['Publications'],
      summary: 'Unpublish, trash, restore or delete what is there',
      description: `At most ${mostChanges} at once. With \`dryRun\` it says what would be done with each, and does nothing.`,
    })
    .input(
      selection.extend({
        action: z.enum(['unpublish', 'trash', 'restore', 'delete']),
        dryRun: z.boolean().default(false),
      }),
    )
    .output(
      z.object({
        changes: z.array(
          z.object({
            publication: publicationView,
            does: z.enum(['unpublish', 'trash', 'restore', 'delete']).nullable(),
            why: z.string().describe('Why nothing is done; empty where something is'),
          }),
        ),
      }),
    )
    .handler(async ({ input, context }) => {
      const { store, jobs } = await context.hub()
      const plan = planChanges(await place(store.db, await select(context, input)), input.action)
      const changed = input.dryRun ? [] : await changePublications({ store, jobs }, plan, actorName(context.actor))
      const now = new Map(changed.map((row) => [row.id, row]))
      return {
        changes: plan.map(({ row, does, why }) => ({
          publication: viewPublication(now.get(row.id) ?? row),
          does,
          why,
        })),
      }
    }),
}

async function wake(
  { store, jobs }: Hub,
  how: typeof resumePublications,
  selected: PublicationSelection,
): Promise<{ changed: number }> {
  return store.transaction(async (tx) => {
    const { changed, connectionIds } = await how(tx, selected)
    for (const connectionId of connectionIds) await jobs.send(drainQueue, { connectionId }, { tx, key: connectionId })
    return { changed }
  })
}

/** Throws `bad_input` where nothing is chosen, and `not_found` for a connection or group that is not there. */
async function select(
  context: OperationContext & { readonly project: ProjectScope },
  { publications, articles, connections, groups, all }: Selection,
): Promise<PublicationSelection> {
  const { id: projectId, connectionIds } = context.project
  if (publications === undefined && articles === undefined && connections === undefined && groups === undefined && !all)
    throw new HubError('bad_input', 'Say which publications: by id, article, connection or group, or "all"')
  const { store } = await context.hub()
  const base = { projectId, ids: publications, articleIds: articles }
  if (connections === undefined && groups === undefined) return { ...base, connectionIds: connectionIds ?? undefined }
  const known = await everyConnection(store.db, projectId, connectionIds)
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
  const chosen = [
    ...(connections ?? []).map((name) => known.filter((one) => one.id === name || same(one.name, name))),
    ...(groups ?? []).map((name) => known.filter((one) => one.groups.some((group) => same(group, name)))),
  ]
  if (chosen.some((list) => list.length === 0))
    throw new HubError('not_found', 'There is no such connection or group in this project')
  return { ...base, connectionIds: [...new Set(chosen.flat().map(({ id }) => id))] }
}

async function everyConnection(db: Db, projectId: string, ids: readonly string[] | null): Promise<Connection[]> {
  const all: Connection[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listConnections(db, { projectId, ids: ids ?? undefined }, { limit: 500, cursor })
    all.push(...page.items)
    if (page.next === null) return all
    cursor = page.next
  }
}

/** The selected publications with their connections. Throws `bad_input` past what can be changed at once. */
async function place(
  db: Db,
  { projectId, ids, articleIds, connectionIds }: PublicationSelection,
): Promise<{ row: Publication; connection: Connection }[]> {
  const rows: Publication[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listPublications(db, { projectId, ids, articleIds, connectionIds }, { limit: 500, cursor })
    rows.push(...page.items)
    if (rows.length > mostChanges)
      throw new HubError('bad_input', `These are more than ${mostChanges} publications: change them in parts`)
    if (page.next === null) break
    cursor = page.next
  }
  const connections = new Map((await everyConnection(db, projectId, null)).map((one) => [one.id, one]))
  return rows.flatMap((row) => {
    const connection = connections.get(row.connectionId)
    return connection === undefined ? [] : [{ row, connection }]
  })
}

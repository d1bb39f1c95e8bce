import { z } from 'zod'
import { type BoardRow, countBoard, countTargets, listBoard } from '../store/publication-board.ts'
import { projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'
import { projectInput } from './project-input.ts'
import { publicationState, publicationView } from './publication-view.ts'

const ids = z.array(z.string().min(1).max(100)).max(500).optional()
const narrowed = projectInput.extend({
  articles: ids.describe('Only of these, by id'),
  connections: ids.describe('Only on these, by id'),
  search: z.string().max(200).optional().describe('A part of the title of the article'),
})

const boardView = publicationView
  .pick({ id: true, state: true, action: true, version: true, result: true, url: true, status: true, error: true })
  .extend({
    article: z.object({ id: z.string(), title: z.string(), version: z.number().describe('The newest') }),
    connection: z.object({ id: z.string(), name: z.string(), kind: z.string(), icon: z.boolean() }),
    isThere: z.boolean().describe('Whether the site has something of it, as far as is known'),
    hold: z.enum(['pause', 'cancel']).nullable().describe('Asked for while it was under way'),
    dropped: z.number().describe('How many things the site did not take'),
    changed: z.number().describe('How many things the site stored otherwise'),
    updatedAt: moment,
  })

/** What is where, as people look at it. Part of `publications`. */
export const publicationBoard = {
  board: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/publications/board',
      tags: ['Publications'],
      summary: 'List publications with the names of their articles and connections, the newest first',
    })
    .input(narrowed.extend(pageInput.shape).extend({ states: z.array(publicationState).max(20).optional() }))
    .output(pageOf(boardView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return viewPage(
        await listBoard(store.db, { ...filterOf(context.project, input), states: input.states }, input),
        view,
      )
    }),

  counts: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/publications/counts',
      tags: ['Publications'],
      summary: 'Count publications by their state',
    })
    .input(narrowed)
    .output(z.object({ counts: z.array(z.object({ state: publicationState, count: z.number() })) }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return { counts: await countBoard(store.db, filterOf(context.project, input)) }
    }),

  targets: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/publications/targets',
      tags: ['Publications'],
      summary: 'Say where articles are, by article and state',
    })
    .input(narrowed.required({ articles: true }))
    .output(
      z.object({
        targets: z.array(
          z.object({
            article: z.string(),
            state: publicationState,
            count: z.number(),
            names: z.array(z.string()).describe('Of the first few connections'),
          }),
        ),
      }),
    )
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const rows = await countTargets(store.db, filterOf(context.project, input))
      return {
        targets: rows.map(({ articleId, names, ...row }) => ({ ...row, article: articleId, names: [...names] })),
      }
    }),
}

function filterOf(
  { id, connectionIds }: { readonly id: string; readonly connectionIds: readonly string[] | null },
  { articles, connections, search }: z.infer<typeof narrowed>,
) {
  return {
    projectId: id,
    within: connectionIds ?? undefined,
    articleIds: articles,
    connectionIds: connections,
    search,
  }
}

function view(row: BoardRow): z.infer<typeof boardView> {
  const { articleId, title, newest, connectionId, connection, kind, icon, error, updatedAt, ...rest } = row
  return {
    ...rest,
    article: { id: articleId, title, version: newest },
    connection: { id: connectionId, name: connection, kind, icon },
    error: error === null ? null : { ...error },
    updatedAt: updatedAt.toISOString(),
  }
}

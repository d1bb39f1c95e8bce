import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'
import { publishWishes } from '../publishing/options.ts'
import { pressOf } from '../publishing/presses.ts'
import { previewArticle } from '../publishing/preview-article.ts'
import { wantArticles } from '../publishing/want.ts'
import { getArticle } from '../store/articles.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { getPublication, listPublications } from '../store/publications.ts'
import { actorName } from './actor.ts'
import { connectionsDeps, resolveConnection } from './connections-deps.ts'
import { describeNote } from './content-note.ts'
import type { OperationContext } from './context.ts'
import type { ProjectScope } from './guard.ts'
import { projectOperation } from './operation.ts'
import { pageInput, pageOf, viewPage } from './pages.ts'
import { projectInput } from './project-input.ts'
import { publicationBoard } from './publication-board.ts'
import { publicationCalendar } from './publication-calendar.ts'
import { lineDifference, publicationConflicts } from './publication-conflicts.ts'
import { publicationControl } from './publication-control.ts'
import { publicationDefaults } from './publication-defaults.ts'
import { publicationState, publicationView, viewPublication } from './publication-view.ts'

const options = publishWishes.strict().describe('Over the defaults of the project and of each connection')
const wish = projectInput.extend({
  articles: z.array(z.string().min(1).max(100)).min(1).max(500).describe('Ids of articles'),
  connections: z.array(z.string().min(1).max(200)).min(1).max(500).describe('Ids or names of connections'),
  options: options.default({}),
  original: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Id or name of the connection that has the original: the others name its address as canonical, and wait for it',
    ),
})
const drop = z.object({
  field: z.string(),
  why: z.string(),
  snippet: z.string().nullable().describe('PHP that would open the site for it'),
})

const changes = z.object({
  fields: z
    .array(z.object({ field: z.string(), there: z.string(), wanted: z.string() }))
    .describe('But for the content'),
  content: lineDifference,
})
/** Each in one call. */
const mostPublications = 10_000
const mostPreviewed = 1000
const mostCompared = 50

export const publications = {
  ...publicationBoard,
  ...publicationCalendar,
  ...publicationControl,
  ...publicationConflicts,
  ...publicationDefaults,

  publish: projectOperation({ permission: 'editor', effect: 'idempotent', connections: 'list' })
    .route({
      method: 'POST',
      path: '/publications',
      tags: ['Publications'],
      summary: 'Have articles published, changed or taken away on connections',
      description:
        'Writes down what is wanted, and answers at once; each article reaches each site once, whatever happens on the way. What is there already as wanted is `unchanged`.',
    })
    .input(
      wish.extend({
        action: publicationView.shape.action.default('publish'),
      }),
    )
    .output(z.object({ publications: z.array(publicationView) }))
    .handler(async ({ input, context }) => {
      const { store, jobs } = await context.hub()
      checkProduct(input, mostPublications)
      const connections = await connectionsOf(context, context.project, input.connections)
      const articles = await Promise.all(input.articles.map((id) => getArticle(store.db, context.project.id, id)))
      const want = {
        articles,
        connections,
        action: input.action,
        overrides: { ...input.options, ...(await canonicalAt(context, input.original)) },
        by: actorName(context.actor),
      }
      return { publications: (await wantArticles({ store, jobs }, want)).map(viewPublication) }
    }),

  preview: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'POST',
      path: '/publications/preview',
      tags: ['Publications'],
      summary: 'Say what publishing would do, and do nothing',
    })
    .input(
      wish.extend({
        changes: z
          .boolean()
          .default(false)
          .describe(
            'Ask the sites for what is there, and tell what would be changed in it: one request each, for the first 50',
          ),
      }),
    )
    .output(
      z.object({
        previews: z.array(
          z.object({
            article: z.string(),
            connection: z.string(),
            result: z.enum(['create', 'update', 'unchanged']),
            type: z.string(),
            status: z.string(),
            steps: z.array(z.string()),
            requests: z.number(),
            dropped: z.array(drop),
            notes: z.array(z.object({ code: z.string(), what: z.string(), times: z.number(), sentence: z.string() })),
            changes: changes
              .nullable()
              .describe('In what is there, by an update; null where it was not asked for or cannot be told'),
            unseen: z.string().nullable().describe('Why it cannot be told'),
          }),
        ),
      }),
    )
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      checkProduct(input, mostPreviewed)
      const connections = await connectionsOf(context, context.project, input.connections)
      const overrides = { ...input.options, ...(await canonicalAt(context, input.original)) }
      const previews = []
      for (const connection of connections)
        for (const id of new Set(input.articles)) {
          const article = await getArticle(deps.store.db, context.project.id, id)
          const withChanges = input.changes && previews.length < mostCompared
          const told = await previewArticle(deps, connection, article, overrides, { withChanges })
          const { steps, dropped, notes, unseen, changes: wouldChange, ...rest } = told
          previews.push({
            article: id,
            connection: connection.id,
            ...rest,
            steps: [...steps],
            dropped: [...dropped],
            notes: notes.map((note) => ({ ...note, sentence: describeNote(note) })),
            changes:
              wouldChange === null
                ? null
                : {
                    fields: [...wouldChange.fields],
                    content: { ...wouldChange.content, lines: [...wouldChange.content.lines] },
                  },
            unseen: unseen?.message ?? null,
          })
        }
      return { previews }
    }),

  list: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({ method: 'GET', path: '/publications', tags: ['Publications'], summary: 'List what is where' })
    .input(
      projectInput.extend(pageInput.shape).extend({
        publications: z.array(z.string().max(100)).max(500).optional().describe('Only these, by id'),
        article: z.string().max(100).optional(),
        connection: z.string().max(200).optional(),
        state: publicationState.optional(),
      }),
    )
    .output(pageOf(publicationView))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const connectionId =
        input.connection === undefined
          ? undefined
          : (await resolveConnection(deps, context.project, input.connection)).id
      const filter = {
        projectId: context.project.id,
        articleId: input.article,
        connectionId,
        connectionIds: context.project.connectionIds ?? undefined,
        ids: input.publications,
        states: input.state === undefined ? undefined : [input.state],
      }
      return viewPage(await listPublications(deps.store.db, filter, input), viewPublication)
    }),

  get: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/publications/{publication}',
      tags: ['Publications'],
      summary: 'Read a publication with its receipt',
    })
    .input(projectInput.extend({ publication: z.string().min(1).max(100) }))
    .output(publicationView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const found = await getPublication(store.db, context.project.id, input.publication)
      const { connectionIds } = context.project
      if (connectionIds !== null && !connectionIds.includes(found.connectionId))
        throw new HubError('not_found', `There is no publication ${input.publication}`)
      return viewPublication(found)
    }),
}

function checkProduct({ articles, connections }: z.infer<typeof wish>, most: number): void {
  const count = articles.length * connections.length
  if (count <= most) return
  const told = `${articles.length} articles on ${connections.length} connections are ${count} publications, and one call takes ${most}`
  throw new HubError('bad_input', told, { fix: 'Ask for a part of the articles at a time.' })
}

async function connectionsOf(
  context: OperationContext,
  project: ProjectScope,
  wanted: readonly string[],
): Promise<Connection[]> {
  const deps = await connectionsDeps(context)
  const found = new Map<string, Connection>()
  for (const name of wanted) {
    const { projectId, id } = await resolveConnection(deps, project, name)
    const connection = await getConnection(deps.store.db, projectId, id)
    pressOf(connection)
    found.set(id, connection)
  }
  return [...found.values()]
}

/** The option that names the same article on another connection. */
async function canonicalAt(
  context: OperationContext & { readonly project: ProjectScope },
  original: string | undefined,
): Promise<{ canonical?: { connection: string } }> {
  if (original === undefined) return {}
  const { id } = await resolveConnection(await connectionsDeps(context), context.project, original)
  return { canonical: { connection: id } }
}

import { z } from 'zod'
import { articleSchema } from '../content/article.ts'
import { HubError } from '../errors/hub-error.ts'
import { describeError } from '../publishing/describe-error.ts'
import { type Imported, importArticles } from '../publishing/import-articles.ts'
import { type ArticleRow, getArticle, listArticles, readArticleVersions, setArticleState } from '../store/articles.ts'
import { addEvent } from '../store/events.ts'
import { getProject } from '../store/projects.ts'
import { actorName } from './actor.ts'
import { projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'
import { projectInput } from './project-input.ts'

const articleInput = projectInput.extend({ article: z.string().min(1).max(100).describe('Id of the article') })
const state = z.enum(['draft', 'ready', 'archived'])
const articleView = z.object({
  id: z.string(),
  title: z.string(),
  state,
  version: z.number(),
  source: z.string().nullable().describe('Where its file came from'),
  path: z.string().nullable().describe('The path of its file there'),
  createdAt: moment,
  updatedAt: moment,
})

const errorView = z.object({ code: z.string(), message: z.string(), fix: z.string() })

/** What one call takes in; more is more calls. In characters of base64. */
const largestImage = 45 * 1024 * 1024
const file = z.object({
  path: z.string().min(1).max(1000).describe('Relative to the source, with slashes'),
  format: z.enum(['markdown', 'html']).default('markdown'),
  text: z.string().max(4_500_000),
  images: z
    .record(z.string().min(1).max(2000), z.base64().max(largestImage))
    .default({})
    .describe('The bytes of local images, by what the text calls them'),
})

export const articles = {
  import: projectOperation({ permission: 'editor', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/articles/import',
      tags: ['Articles'],
      summary: 'Take files in as articles',
      description:
        'Each file for itself: new ones, and next versions of those whose content changed. The same file is the same article, by its own id or by its source and path; one that was moved is recognised by its content.',
    })
    .input(
      projectInput.extend({
        source: z.string().min(1).max(500).describe('The git remote, or the name of the folder'),
        files: z.array(file).min(1).max(100),
      }),
    )
    .output(
      z.object({
        files: z.array(
          z.object({
            path: z.string(),
            article: articleView.nullable(),
            change: z.enum(['new', 'changed', 'renamed', 'unchanged', 'failed']),
            error: errorView.nullable(),
          }),
        ),
      }),
    )
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const project = await getProject(store.db, context.project.id)
      const files = input.files.map((one) => ({
        ...one,
        images: new Map(Object.entries(one.images).map(([src, bytes]) => [src, Buffer.from(bytes, 'base64')])),
      }))
      const imported = await importArticles(store, {
        project,
        source: input.source,
        files,
        by: actorName(context.actor),
      })
      return { files: imported.map(viewImported) }
    }),

  list: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({ method: 'GET', path: '/articles', tags: ['Articles'], summary: 'List the articles of a project' })
    .input(projectInput.extend(pageInput.shape).extend({ state: state.optional() }))
    .output(pageOf(articleView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return viewPage(await listArticles(store.db, { projectId: context.project.id, state: input.state }, input), view)
    }),

  get: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({
      method: 'GET',
      path: '/articles/{article}',
      tags: ['Articles'],
      summary: 'Read an article with its newest content',
    })
    .input(articleInput)
    .output(articleView.extend({ content: articleSchema, images: z.array(z.string()) }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const row = await getArticle(store.db, context.project.id, input.article)
      const [version] = await readArticleVersions(store.db, [{ articleId: row.id, version: row.version }])
      if (version === undefined) throw new HubError('not_found', `The article ${row.id} has no content`)
      return { ...view(row), content: articleSchema.parse(version.body), images: Object.keys(version.assets) }
    }),

  setState: projectOperation({ permission: 'editor', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/articles/{article}/state',
      tags: ['Articles'],
      summary: 'Say that an article is ready, a draft, or archived',
    })
    .input(articleInput.extend({ state }))
    .output(articleView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const projectId = context.project.id
      return store.transaction(async (tx) => {
        const before = await getArticle(tx, projectId, input.article)
        const row = await setArticleState(tx, projectId, input.article, input.state)
        const payload = { title: row.title, version: row.version }
        if (row.state === 'ready' && before.state !== 'ready')
          await addEvent(tx, { projectId, type: 'article.ready', subject: row.id, payload })
        return view(row)
      })
    }),
}

function view({
  id,
  title,
  state,
  version,
  source,
  path,
  createdAt,
  updatedAt,
}: ArticleRow): z.infer<typeof articleView> {
  return {
    id,
    title,
    state,
    version,
    source,
    path,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

function viewImported(imported: Imported) {
  if ('error' in imported)
    return { path: imported.path, article: null, change: 'failed' as const, error: describeError(imported.error) }
  return { path: imported.path, article: view(imported.article), change: imported.change, error: null }
}

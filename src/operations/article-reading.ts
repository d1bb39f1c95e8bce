import { z } from 'zod'
import { findUsers } from '../accounts/users.ts'
import { articleSchema } from '../content/article.ts'
import { writeArticleFile } from '../content/write-file.ts'
import { HubError } from '../errors/hub-error.ts'
import { articleOrders, listArticles } from '../store/article-list.ts'
import { type ArticleVersionEntry, listArticleVersions } from '../store/article-versions.ts'
import { type ArticleVersion, getArticle, readArticleVersions } from '../store/articles.ts'
import type { Db } from '../store/open-store.ts'
import { articleInput, articleState, articleView, viewArticle } from './article-view.ts'
import { projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'
import { projectInput } from './project-input.ts'

const contentView = z.object({
  content: articleSchema,
  images: z
    .record(z.string(), z.string())
    .describe('The hash of the image for each `src` that is kept here, for `articles.image`'),
})
const versionView = z.object({
  version: z.number(),
  title: z.string(),
  via: z
    .enum(['file', 'site', 'edit', 'restore'])
    .describe('A file, a post of a site, a person here, an older version'),
  by: z.string().describe('`user:<id>`, `key:<id>`, `local:<os user>`'),
  byName: z.string().nullable().describe('Of the user, where there still is one'),
  at: moment,
})

/** Operations that read articles and their versions. */
export const articleReading = {
  list: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({ method: 'GET', path: '/articles', tags: ['Articles'], summary: 'List the articles of a project' })
    .input(
      projectInput.extend(pageInput.shape).extend({
        state: articleState.optional(),
        search: z.string().max(200).optional().describe('Words of the title or the path'),
        order: z
          .enum(articleOrders)
          .default('created')
          .describe('`created`: the oldest first; `updated`: the newest change first; `title`: by the alphabet'),
      }),
    )
    .output(pageOf(articleView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { state, search, order } = input
      const filter = { projectId: context.project.id, state, search, order }
      return viewPage(await listArticles(store.db, filter, input), viewArticle)
    }),

  get: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({
      method: 'GET',
      path: '/articles/{article}',
      tags: ['Articles'],
      summary: 'Read an article with its newest content',
    })
    .input(articleInput)
    .output(articleView.extend(contentView.shape))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const row = await getArticle(store.db, context.project.id, input.article)
      return { ...viewArticle(row), ...viewContent(await readVersion(store.db, row.id, row.version)) }
    }),

  versions: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({
      method: 'GET',
      path: '/articles/{article}/versions',
      tags: ['Articles'],
      summary: 'List the versions of an article, the newest first',
    })
    .input(articleInput.extend(pageInput.shape))
    .output(pageOf(versionView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const row = await getArticle(store.db, context.project.id, input.article)
      const page = await listArticleVersions(store.db, row.id, input)
      const names = await namesOf(store.db, page.items)
      return viewPage(page, ({ version, title, via, createdBy, createdAt }) => ({
        ...{ version, title, via },
        by: createdBy,
        byName: names.get(createdBy) ?? null,
        at: createdAt.toISOString(),
      }))
    }),

  version: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({
      method: 'GET',
      path: '/articles/{article}/versions/{version}',
      tags: ['Articles'],
      summary: 'Read one version of an article',
    })
    .input(articleInput.extend({ version: z.int().min(1) }))
    .output(versionView.omit({ byName: true, title: true }).extend(contentView.shape))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const row = await getArticle(store.db, context.project.id, input.article)
      const found = await readVersion(store.db, row.id, input.version)
      const { version, via, createdBy, createdAt } = found
      return { version, via, by: createdBy, at: createdAt.toISOString(), ...viewContent(found) }
    }),

  text: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({
      method: 'GET',
      path: '/articles/{article}/text',
      tags: ['Articles'],
      summary: 'Read an article as the file that it could be: front matter, then its body',
    })
    .input(articleInput.extend({ version: z.int().min(1).optional().describe('The newest where nothing is said') }))
    .output(z.object({ version: z.number(), format: articleSchema.shape.body.shape.format, text: z.string() }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const row = await getArticle(store.db, context.project.id, input.article)
      const { version, body } = await readVersion(store.db, row.id, input.version ?? row.version)
      const content = articleSchema.parse(body)
      return { version, format: content.body.format, text: writeArticleFile(content) }
    }),
}

async function readVersion(db: Db, articleId: string, version: number): Promise<ArticleVersion> {
  const [found] = await readArticleVersions(db, [{ articleId, version }])
  if (found === undefined) throw new HubError('not_found', `The article ${articleId} has no version ${version}`)
  return found
}

function viewContent({ body, assets }: ArticleVersion): z.infer<typeof contentView> {
  return { content: articleSchema.parse(body), images: { ...assets } }
}

async function namesOf(db: Db, entries: readonly ArticleVersionEntry[]): Promise<Map<string, string>> {
  const ids = entries.flatMap(({ createdBy }) => (createdBy.startsWith('user:') ? [createdBy.slice(5)] : []))
  const users = await findUsers(db, [...new Set(ids)])
  return new Map([...users].map(([id, { name }]) => [`user:${id}`, name]))
}

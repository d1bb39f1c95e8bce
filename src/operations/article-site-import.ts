import { z } from 'zod'
import { describeError } from '../publishing/describe-error.ts'
import { importBounds, openRemoteImages } from '../publishing/remote-images.ts'
import { type ImportedPost, importPosts } from '../publishing/wordpress/import-posts.ts'
import { getConnection } from '../store/connections.ts'
import { getProject } from '../store/projects.ts'
import { actorName } from './actor.ts'
import { articleView, viewArticle } from './article-view.ts'
import { connectionInput } from './connection-view.ts'
import { connectionsDeps, resolveConnection } from './connections-deps.ts'
import { projectOperation } from './operation.ts'

const imported = z.object({
  id: z.number().describe('Of the post'),
  url: z.string(),
  title: z.string(),
  article: articleView.nullable().describe('Null where it failed, and for one that a dry run would make'),
  change: z.enum(['new', 'changed', 'unchanged', 'failed']),
  lossless: z.boolean().describe('Publishing it again unchanged would write the very content that the site has'),
  notes: z.array(z.string()),
  error: z.object({ code: z.string(), message: z.string(), fix: z.string() }).nullable(),
})

/** Operations that take articles from sites. */
export const articleSiteImport = {
  importFromSite: projectOperation({ permission: 'editor', effect: 'idempotent', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/import-articles',
      tags: ['Articles'],
      summary: 'Take posts of a WordPress site in as articles',
      description:
        'With terms, author, dates, SEO, custom fields and images. Each post is the publication of its article from then on: publishing there changes it in place. One that was published from here is the next version of its article.',
    })
    .input(
      connectionInput.extend({
        type: z.string().min(1).max(50).default('post'),
        ids: z.array(z.int().min(1)).max(100).optional(),
        urls: z.array(z.string().min(1).max(2000)).max(100).optional().describe('Addresses of posts'),
        search: z.string().min(1).max(200).optional(),
        limit: z.int().min(1).max(200).default(20).describe('Of the newest, where neither ids nor addresses are given'),
        offset: z
          .int()
          .min(0)
          .max(100_000)
          .default(0)
          .describe('Leave out so many of the newest: for the next portion'),
        images: z.enum(['take', 'leave']).default('take').describe('Bring them along, for other sites'),
        dryRun: z.boolean().default(false),
      }),
    )
    .output(z.object({ posts: z.array(imported) }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { id } = await resolveConnection(deps, context.project, input.connection)
      const project = await getProject(deps.store.db, context.project.id)
      const connection = await getConnection(deps.store.db, project.id, id)
      const { type, ids, urls, search, limit, offset, dryRun } = input
      const remote = input.images === 'leave' ? null : openRemoteImages(context.http(), importBounds, context.signal)
      const query = { type, ids, urls, search, limit, offset }
      const by = actorName(context.actor)
      return { posts: (await importPosts(deps, { project, connection, query, by, dryRun, remote })).map(view) }
    }),
}

function view(post: ImportedPost): z.infer<typeof imported> {
  const { id, url, title } = post
  if ('error' in post)
    return {
      id,
      url,
      title,
      article: null,
      change: 'failed',
      lossless: false,
      notes: [],
      error: describeError(post.error),
    }
  const { article, change, isLossless, notes } = post
  return {
    ...{ id, url, title, change },
    article: article === null ? null : viewArticle(article),
    lossless: isLossless,
    notes: [...notes],
    error: null,
  }
}

import { z } from 'zod'
import { describeError } from '../publishing/describe-error.ts'
import { type Imported, importArticles } from '../publishing/import-articles.ts'
import { getProject } from '../store/projects.ts'
import { actorName } from './actor.ts'
import { articleImages } from './article-images.ts'
import { articlePreview } from './article-preview.ts'
import { articleReading } from './article-reading.ts'
import { articleView, viewArticle } from './article-view.ts'
import { articleWriting } from './article-writing.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'

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

  ...articleReading,
  ...articleWriting,
  ...articleImages,
  ...articlePreview,
}

function viewImported(imported: Imported) {
  if ('error' in imported)
    return { path: imported.path, article: null, change: 'failed' as const, error: describeError(imported.error) }
  return { path: imported.path, article: viewArticle(imported.article), change: imported.change, error: null }
}

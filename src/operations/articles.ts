import { z } from 'zod'
import { tableFormats } from '../content/article-table.ts'
import { describeError } from '../publishing/describe-error.ts'
import { type Imported, importArticles } from '../publishing/import-articles.ts'
import { importBounds, openRemoteImages } from '../publishing/remote-images.ts'
import { getProject } from '../store/projects.ts'
import { actorName } from './actor.ts'
import { articleImages } from './article-images.ts'
import { articlePreview } from './article-preview.ts'
import { articleReading } from './article-reading.ts'
import { articleSiteImport } from './article-site-import.ts'
import { articleView, viewArticle } from './article-view.ts'
import { articleWriting } from './article-writing.ts'
import { describeNote } from './content-note.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'

const errorView = z.object({ code: z.string(), message: z.string(), fix: z.string() })

/** What one call takes in; more is more calls. In characters of base64. */
const largestImage = 45 * 1024 * 1024
const file = z.object({
  path: z.string().min(1).max(1000).describe('Relative to the source, with slashes'),
  format: z
    .enum(['markdown', 'html', ...tableFormats])
    .default('markdown')
    .describe('csv, json and jsonl hold many articles: a row each, its columns named as in front matter'),
  text: z.string().max(30_000_000),
  images: z
    .record(z.string().min(1).max(2000), z.base64().max(largestImage))
    .default({})
    .describe('The bytes of local images, audio, video and documents, by what the text calls them'),
  missing: z
    .record(z.string().min(1).max(2000), z.string().max(5000))
    .default({})
    .describe('Why others did not come: told by each article that refers to one'),
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
        place: z
          .string()
          .min(1)
          .max(4000)
          .optional()
          .describe(
            'Where the folder lies, an absolute path, where it is known by its name alone. A file at the same place is the same article; other words under the same name from another place are refused',
          ),
        moved: z.boolean().default(false).describe('The folder is what had its name before, wherever that lay'),
        files: z.array(file).min(1).max(100),
        along: z
          .array(z.string().min(1).max(1000))
          .max(10_000)
          .default([])
          .describe(
            'Paths of further files of the source that are there, such as those of other calls: none was moved',
          ),
        dryRun: z.boolean().default(false).describe('Only says what would become of each'),
        remoteImages: z.enum(['take', 'leave']).default('take').describe('Images that are on the web'),
      }),
    )
    .output(
      z.object({
        files: z.array(
          z.object({
            path: z.string().describe('With the row behind a `#` where a file holds many articles'),
            article: articleView.nullable().describe('Null where it failed, and for one that a dry run would make'),
            change: z.enum(['new', 'changed', 'renamed', 'unchanged', 'failed']),
            notes: z.array(z.string()),
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
        place: input.place,
        moved: input.moved,
        files,
        along: input.along,
        by: actorName(context.actor),
        dryRun: input.dryRun,
        remote: input.remoteImages === 'leave' ? null : openRemoteImages(context.http(), importBounds, context.signal),
      })
      return { files: imported.map(viewImported) }
    }),

  ...articleReading,
  ...articleWriting,
  ...articleImages,
  ...articlePreview,
  ...articleSiteImport,
}

function viewImported(imported: Imported) {
  const { path } = imported
  if ('error' in imported)
    return { path, article: null, change: 'failed' as const, notes: [], error: describeError(imported.error) }
  const { article, change, notes } = imported
  return {
    path,
    article: article === null ? null : viewArticle(article),
    change,
    notes: notes.map(describeNote),
    error: null,
  }
}

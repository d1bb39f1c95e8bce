import { z } from 'zod'
import { articleSchema } from '../content/article.ts'
import { previewBody } from '../publishing/preview-body.ts'
import { getArticle } from '../store/articles.ts'
import { describeNote } from './content-note.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'

/** Operations that show what becomes of a text, without a site. */
export const articlePreview = {
  preview: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({
      method: 'POST',
      path: '/articles/preview',
      tags: ['Articles'],
      summary: 'Show a body as the HTML of its blocks',
      description:
        'Sanitised as WordPress does it for authors, and still to be shown in a sandboxed frame. Images that are kept here stand in it as `data:` addresses. Of a body of more than 200,000 characters, the beginning is shown.',
    })
    .input(
      projectInput.extend({
        article: z.string().min(1).max(100).optional().describe('Whose images the body may name'),
        body: articleSchema.shape.body,
      }),
    )
    .output(
      z.object({
        html: z.string(),
        isCut: z.boolean().describe('Whether only the beginning is shown'),
        notes: z.array(z.object({ code: z.string(), what: z.string(), times: z.number(), sentence: z.string() })),
        images: z.array(z.object({ src: z.string(), hash: z.string().nullable(), shown: z.boolean() })),
      }),
    )
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const projectId = context.project.id
      const row = input.article === undefined ? null : await getArticle(store.db, projectId, input.article)
      const { html, notes, isCut, images } = await previewBody(store.db, projectId, row?.id ?? null, input.body)
      return {
        html,
        isCut,
        notes: notes.map((note) => ({ ...note, sentence: describeNote(note) })),
        images: [...images],
      }
    }),
}

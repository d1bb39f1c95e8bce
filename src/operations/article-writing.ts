import { z } from 'zod'
import { openRemoteImages, type RemoteImages, saveBounds } from '../publishing/remote-images.ts'
import { createArticle, restoreArticle, saveArticle, type Written } from '../publishing/write-article.ts'
import { getArticle, setArticleState } from '../store/articles.ts'
import { addEvent } from '../store/events.ts'
import { getProject } from '../store/projects.ts'
import { actorName } from './actor.ts'
import { articleInput, articleState, articleView, contentInput, readContent, viewArticle } from './article-view.ts'
import { describeNote } from './content-note.ts'
import type { OperationContext } from './context.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'

const written = articleView.extend({
  change: z.enum(['new', 'changed', 'unchanged']),
  missingImages: z.array(z.string()).describe('What the text calls images that nobody has uploaded yet'),
  notes: z.array(z.string()),
})

/** Operations that write articles. */
export const articleWriting = {
  create: projectOperation({ permission: 'editor', effect: 'append' })
    .route({
      method: 'POST',
      path: '/articles',
      tags: ['Articles'],
      summary: 'Write a new article',
      description:
        'Send an `Idempotency-Key`, or an `id` in the content, to make a repeat harmless: the same `id` is `already_exists`.',
    })
    .input(projectInput.extend({ content: contentInput }))
    .output(written)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const project = await getProject(store.db, context.project.id)
      const by = actorName(context.actor)
      return viewWritten(
        await createArticle(store, { project, content: readContent(input.content), by, remote: remoteFor(context) }),
        'new',
      )
    }),

  save: projectOperation({ permission: 'editor', effect: 'idempotent' })
    .route({
      method: 'PUT',
      path: '/articles/{article}',
      tags: ['Articles'],
      summary: 'Save an article as its next version',
      description:
        'All of its content is given. `version` is the one that was edited: where there is a newer one, nothing is written, and the error `conflict` names it (`evidence.newest`, `by`, `at`). Content that is there already makes no new version. The `id` in the content stays as it was.',
    })
    .input(articleInput.extend({ version: z.int().min(1).describe('That was edited'), content: contentInput }))
    .output(written)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const saved = await saveArticle(store, {
        projectId: context.project.id,
        id: input.article,
        edited: input.version,
        content: readContent(input.content),
        by: actorName(context.actor),
        remote: remoteFor(context),
      })
      return viewWritten(saved, 'changed')
    }),

  restore: projectOperation({ permission: 'editor', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/articles/{article}/versions/{version}/restore',
      tags: ['Articles'],
      summary: 'Make an old version the newest; those between stay in the history',
    })
    .input(articleInput.extend({ version: z.int().min(1) }))
    .output(articleView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { article: id, version } = input
      const by = actorName(context.actor)
      return viewArticle(await restoreArticle(store, { projectId: context.project.id, id, version, by }))
    }),

  setState: projectOperation({ permission: 'editor', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/articles/{article}/state',
      tags: ['Articles'],
      summary: 'Say that an article is ready, a draft, or archived',
    })
    .input(articleInput.extend({ state: articleState }))
    .output(articleView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const projectId = context.project.id
      return store.transaction(async (tx) => {
        const before = await getArticle(tx, projectId, input.article)
        const row = await setArticleState(tx, projectId, input.article, input.state)
        const payload = { title: row.title, version: row.version }
        const type = row.state === 'ready' ? 'article.ready' : 'article.changed'
        if (row.state !== before.state) await addEvent(tx, { projectId, type, subject: row.id, payload })
        return viewArticle(row)
      })
    }),
}

/** Images that a person links to are brought along while they wait, as far as that goes. */
function remoteFor({ http, signal }: OperationContext): RemoteImages {
  return openRemoteImages(http(), saveBounds, signal)
}

function viewWritten({ article, isNew, missingImages, notes }: Written, change: 'new' | 'changed') {
  return {
    ...viewArticle(article),
    change: isNew ? change : ('unchanged' as const),
    missingImages: [...missingImages],
    notes: notes.map(describeNote),
  }
}

import { z } from 'zod'
import type { Article } from '../content/article.ts'
import { articleSchema } from '../content/article.ts'
import { parsePublishDate } from '../content/publish-date.ts'
import type { ArticleRow } from '../store/articles.ts'
import { moment } from './pages.ts'
import { projectInput } from './project-input.ts'

export const articleInput = projectInput.extend({
  article: z.string().min(1).max(100).describe('Id of the article'),
})
export const articleState = z.enum(['draft', 'ready', 'archived'])

export const articleView = z.object({
  id: z.string(),
  title: z.string(),
  state: articleState,
  version: z.number(),
  source: z.string().nullable().describe('Where its file came from; null where it was written here'),
  path: z.string().nullable().describe('The path of its file there'),
  createdAt: moment,
  updatedAt: moment,
})

/** The content of an article as it is given: what is left out is not said. */
export const contentInput = articleSchema.extend({
  date: z
    .union([
      articleSchema.shape.date,
      z.string().min(1).max(100).describe('`2026-03-01 09:30`, with `Z`, `+02:00` or `Europe/Paris` behind it'),
    ])
    .default(null),
})

/** Throws `bad_input` for a date that cannot be read. */
export function readContent({ date, ...content }: z.infer<typeof contentInput>): Article {
  return { ...content, date: typeof date === 'string' ? parsePublishDate(date) : date }
}

export function viewArticle(row: ArticleRow): z.infer<typeof articleView> {
  const { id, title, state, version, source, path, createdAt, updatedAt } = row
  return {
    ...{ id, title, state, version, source, path },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
